import { KibanaContextProvider, KibanaThemeProvider } from '@kbn/kibana-react-plugin/public';
import type { AppMountParameters, CoreStart } from '@kbn/core/public';
import React from 'react';
import ReactDOM from 'react-dom';

import { servicesOf } from '../panels/panel_services';
import type { PublicStartPlugins } from '../plugin';
import { CreateRuleProvider } from '../rule_form/create_rule';
import { App } from './app';
import { AppServicesProvider, type AppServices } from './app_services';

/**
 * Renders the app into Kibana's page.
 * @returns what Kibana calls when the app is left
 */
export function mountApp(
  core: CoreStart,
  plugins: PublicStartPlugins,
  { element, history }: AppMountParameters
): () => void {
  const services: AppServices = {
    ...servicesOf(core, plugins),
    history,
    openDashboard:
      plugins.data && ((path) => core.application.navigateToUrl(core.http.basePath.prepend(path))),
    dataViews: plugins.dataViews,
    SearchBar: plugins.unifiedSearch?.ui.SearchBar,
    timefilter: plugins.data?.query.timefilter.timefilter,
  };
  const I18nContext = core.i18n.Context;
  ReactDOM.render(
    <I18nContext>
      <KibanaThemeProvider theme$={core.theme.theme$}>
        {/* Kibana's form of rules takes its services from the app that opens it, and fails without them. */}
        <KibanaContextProvider services={{ ...core, ...plugins }}>
          <AppServicesProvider value={services}>
            <CreateRuleProvider
              triggersActionsUi={plugins.triggersActionsUi}
              mayCreate={services.rights.save}
            >
              <App />
            </CreateRuleProvider>
          </AppServicesProvider>
        </KibanaContextProvider>
      </KibanaThemeProvider>
    </I18nContext>,
    element
  );
  return () => {
    ReactDOM.unmountComponentAtNode(element);
  };
}
