import { EuiCodeBlock, EuiSpacer, EuiTab, EuiTabs, EuiText } from '@elastic/eui';
import React, { useState } from 'react';

import { snippets } from './snippets';

/** A tab for each program, with what is to be written into which file. */
export function ShipperSnippets() {
  const [shownId, setShownId] = useState(snippets[0].id);
  const shown = snippets.find(({ id }) => id === shownId) ?? snippets[0];
  return (
    <>
      <EuiTabs>
        {snippets.map(({ id, name }) => (
          <EuiTab key={id} isSelected={id === shown.id} onClick={() => setShownId(id)}>
            {name}
          </EuiTab>
        ))}
      </EuiTabs>
      <EuiSpacer size="m" />
      <EuiText size="s">
        <p>
          <code>{shown.file}</code>
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiCodeBlock language={shown.language} isCopyable paddingSize="m" overflowHeight={420}>
        {shown.text}
      </EuiCodeBlock>
    </>
  );
}
