import {
  EuiGlobalToastList,
  EuiHeader,
  EuiHeaderBreadcrumbs,
  EuiHeaderSectionItemButton,
  EuiHeaderSectionItem,
  EuiIcon,
  EuiHeaderLogo,
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
      <EuiHeader>
        <EuiHeaderSectionItem>
          <EuiHeaderLogo iconType="logoObservability" href={home} aria-label="Anomaly Detector" />
        </EuiHeaderSectionItem>
        <EuiHeaderBreadcrumbs breadcrumbs={crumbs} aria-label="Breadcrumbs" />
        <EuiHeaderSectionItem>
          <EuiHeaderSectionItemButton
            aria-label={switchLabel}
            data-test-subj="themeSwitch"
            onClick={() => theme.set({ darkMode: !darkMode })}
          >
            <EuiIcon type={darkMode ? 'sun' : 'moon'} />
          </EuiHeaderSectionItemButton>
        </EuiHeaderSectionItem>
      </EuiHeader>
      <EuiGlobalToastList
        toasts={shown}
        toastLifeTimeMs={TOAST_LIFE_MS}
        dismissToast={({ id }) => dismissToast(id)}
      />
    </EuiProvider>
  );
}
