import {
  EuiBreadcrumbs,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiGlobalToastList,
  EuiHorizontalRule,
  EuiIcon,
  EuiLink,
  EuiPanel,
  EuiProvider,
  type EuiBreadcrumb,
} from '@elastic/eui';
import type { CoreTheme } from '@kbn/core/public';
import React from 'react';

import type { State } from './state';
import type { HostToast } from './toasts';
import { useStateValue } from './use_state_value';

export interface HostChromeProps {
  home: string;
  theme: State<CoreTheme>;
  breadcrumbs: State<EuiBreadcrumb[]>;
  toasts: State<HostToast[]>;
  dismissToast: (id: string) => void;
}

const TOAST_LIFE_MS = 6_000;

/** What stands around the app: a slim header with the switch between light and dark, and the toasts. */
export function HostChrome({ home, theme, breadcrumbs, toasts, dismissToast }: HostChromeProps) {
  const { darkMode } = useStateValue(theme, theme.value);
  const crumbs = useStateValue(breadcrumbs, breadcrumbs.value);
  const shown = useStateValue(toasts, toasts.value);
  const switchLabel = darkMode ? 'Switch to the light theme' : 'Switch to the dark theme';
  return (
    <EuiProvider colorMode={darkMode ? 'dark' : 'light'}>
      {/* Not EuiHeader, which in the dark theme looks for a contrast that it cannot find, and warns of it. */}
      <EuiPanel paddingSize="s" hasShadow={false} borderRadius="none" role="banner">
        <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiLink href={home} aria-label="Home">
              <EuiIcon type="logoObservability" size="l" aria-hidden />
            </EuiLink>
          </EuiFlexItem>
          <EuiFlexItem>
            <EuiBreadcrumbs
              // The fainter colour of those before the last lacks contrast in the dark.
              breadcrumbs={crumbs.map((crumb) => ({ ...crumb, color: 'text' as const }))}
              aria-label="Breadcrumbs"
              truncate={false}
            />
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonIcon
              iconType={darkMode ? 'sun' : 'moon'}
              aria-label={switchLabel}
              color="text"
              data-test-subj="themeSwitch"
              onClick={() => theme.set({ darkMode: !darkMode })}
            />
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiPanel>
      <EuiHorizontalRule margin="none" />
      <EuiGlobalToastList
        toasts={shown}
        toastLifeTimeMs={TOAST_LIFE_MS}
        dismissToast={({ id }) => dismissToast(id)}
      />
    </EuiProvider>
  );
}
