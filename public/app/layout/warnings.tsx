import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import React from 'react';

/** Sentences about what is not as it should be, above everything else on a page. */
export function Warnings({ sentences }: { sentences: readonly string[] }) {
  return (
    <>
      {sentences.map((sentence) => (
        <React.Fragment key={sentence}>
          <EuiCallOut size="s" color="warning" iconType="warning" title={sentence} />
          <EuiSpacer size="s" />
        </React.Fragment>
      ))}
    </>
  );
}
