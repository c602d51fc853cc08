import type { ReactElement, ReactNode } from 'react';

/** Gives services to Kibana's own components within, which take them from the nearest one. */
export function KibanaContextProvider(props: {
  services: object;
  children: ReactNode;
}): ReactElement;

export function KibanaThemeProvider(props: { theme$: unknown; children: ReactNode }): ReactElement;
