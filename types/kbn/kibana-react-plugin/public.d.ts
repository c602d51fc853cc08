import type { ReactElement, ReactNode } from 'react';

export function KibanaThemeProvider(props: { theme$: unknown; children: ReactNode }): ReactElement;
