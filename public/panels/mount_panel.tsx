import { KibanaThemeProvider } from '@kbn/kibana-react-plugin/public';
import type { CoreStart } from '@kbn/core/public';
import React from 'react';
import ReactDOM from 'react-dom';

import type { PanelKind } from '../../common/panel_types';
import { AppServicesProvider } from '../app/app_services';
import type { PublicStartPlugins } from '../plugin';

import { Panel } from './panel';
import type { PanelInput } from './panel_input';
import { dashboardOf, DashboardProvider, servicesOf } from './panel_services';

export interface MountedPanel {
  show(input: PanelInput): void;
  unmount(): void;
}

/** Renders a panel into an element that Kibana gives it, and again whenever it is told something new. */
export function mountPanel(
  kind: PanelKind,
  element: HTMLElement,
  core: CoreStart,
  plugins: PublicStartPlugins
): MountedPanel {
  const services = servicesOf(core, plugins);
  const dashboard = dashboardOf(core, plugins);
  const I18nContext = core.i18n.Context;
  return {
    show: (input) => {
      ReactDOM.render(
        <I18nContext>
          <KibanaThemeProvider theme$={core.theme.theme$}>
            <AppServicesProvider value={services}>
              <DashboardProvider value={dashboard}>
                <Panel kind={kind} input={input} />
              </DashboardProvider>
            </AppServicesProvider>
          </KibanaThemeProvider>
        </I18nContext>,
        element
      );
    },
    unmount: () => {
      ReactDOM.unmountComponentAtNode(element);
    },
  };
}
