import { EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import React, { type ReactNode } from 'react';

/** A part of the form under a title of its own. */
export function FormSection({
  title,
  help,
  children,
}: {
  title: string;
  help?: string;
  children: ReactNode;
}) {
  return (
    <>
      <EuiPanel hasBorder hasShadow={false}>
        <EuiTitle size="s">
          <h2>{title}</h2>
        </EuiTitle>
        {help !== undefined && (
          <EuiText size="s">
            <p>{help}</p>
          </EuiText>
        )}
        <EuiSpacer size="m" />
        {children}
      </EuiPanel>
      <EuiSpacer size="m" />
    </>
  );
}
