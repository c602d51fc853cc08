import { KibanaThemeProvider } from '@kbn/kibana-react-plugin/public';
import type { CoreStart } from '@kbn/core/public';
import React from 'react';
import ReactDOM from 'react-dom';

import type { PanelKind } from '../../common/panel_types';
import { AppServicesProvider } from '../app/app_services';
import type { PublicStartPlugins } from '../plugin';

import { servicesOf } from './panel_services';
import { panelSettingsOf } from './panel_settings';
import { PanelSettingsFlyout, type PanelChoice } from './panel_settings_flyout';

/**
 * Asks in a flyout what a panel shall show.
 * @param initial what it shows now; empty for a new one
 * @returns undefined when the person thought better of it
 */
export function askSettings(
  kind: PanelKind,
  initial: { title?: string },
  core: CoreStart,
  plugins: PublicStartPlugins
): Promise<PanelChoice | undefined> {
  const { overlays } = core;
  if (!overlays) return Promise.resolve(undefined);
  const I18nContext = core.i18n.Context;
  return new Promise((resolve) => {
    const flyout = overlays.openFlyout(
      (element) => {
        ReactDOM.render(
          <I18nContext>
            <KibanaThemeProvider theme$={core.theme.theme$}>
              <AppServicesProvider value={servicesOf(core, plugins)}>
                <PanelSettingsFlyout
                  kind={kind}
                  initial={{ title: initial.title ?? '', settings: panelSettingsOf(initial) }}
                  onSave={(choice) => {
                    resolve(choice);
                    void flyout.close();
                  }}
                  onCancel={() => void flyout.close()}
                />
              </AppServicesProvider>
            </KibanaThemeProvider>
          </I18nContext>,
          element
        );
        return () => {
          ReactDOM.unmountComponentAtNode(element);
        };
      },
      { size: 's', 'aria-labelledby': 'anomalyDetectorPanelSettings' }
    );
    // Closed in whichever way, saved or not: a promise keeps its first answer.
    void flyout.onClose.then(() => resolve(undefined));
  });
}
