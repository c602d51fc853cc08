import { EuiEmptyPrompt, EuiLoadingLogo } from '@elastic/eui';
import React from 'react';

/** Says what is on its way, where the whole page waits for it. */
export function LoadingPrompt({ title }: { title: string }) {
  return (
    <EuiEmptyPrompt
      icon={<EuiLoadingLogo logo="logoObservability" size="xl" />}
      title={<h2>{title}</h2>}
    />
  );
}
