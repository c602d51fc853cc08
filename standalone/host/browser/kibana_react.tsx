import { EuiThemeProvider } from '@elastic/eui';
import type { CoreTheme, Observable } from '@kbn/core/public';
import React, { type ReactElement, type ReactNode } from 'react';

import { useStateValue } from './use_state_value';

/** Stands in for the one of `@kbn/kibana-react-plugin/public`, from which Kibana's own components take their services: here are none of them. */
export function KibanaContextProvider({ children }: { children: ReactNode }): ReactElement {
  return <>{children}</>;
}

/** Stands in for the one of `@kbn/kibana-react-plugin/public`: light or dark as the host's header says. */
export function KibanaThemeProvider({
  theme$,
  children,
}: {
  theme$: Observable<CoreTheme>;
  children: ReactNode;
}): ReactElement {
  const { darkMode } = useStateValue(theme$, { darkMode: false });
  return (
    <EuiThemeProvider colorMode={darkMode ? 'dark' : 'light'}>
      <>{children}</>
    </EuiThemeProvider>
  );
}
