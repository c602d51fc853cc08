import { i18n } from '@kbn/i18n';
import { KibanaThemeProvider } from '@kbn/kibana-react-plugin/public';
import type { AppMountParameters, CoreStart } from '@kbn/core/public';
import React from 'react';
import ReactDOM from 'react-dom';

import { createDetectorApi } from '../api/detector_api';
import type { PublicStartPlugins } from '../plugin';
import { AppServicesProvider, type AppServices } from './app_services';
import { DetectorPage } from './detector_page';
import { rightsOf } from './rights';
import { timeFormatOf } from './time_format';

/**
 * Renders the app into Kibana's page.
 * @returns what Kibana calls when the app is left
 */
export function mountApp(
  core: CoreStart,
  plugins: PublicStartPlugins,
  { element, history }: AppMountParameters
): () => void {
  const title = i18n.translate('anomalyDetector.app.title', { defaultMessage: 'Anomaly Detector' });
  core.chrome.setBreadcrumbs([{ text: title }]);
  core.chrome.docTitle.change(title);

  const services: AppServices = {
    api: createDetectorApi(core.http),
    history,
    toasts: core.notifications.toasts,
    theme$: core.theme.theme$,
    rights: rightsOf(core.application.capabilities),
    timeFormat: timeFormatOf((key) => core.uiSettings.get<unknown>(key)),
    discover: plugins.share?.url.locators.get('DISCOVER_APP_LOCATOR'),
  };
  const I18nContext = core.i18n.Context;
  ReactDOM.render(
    <I18nContext>
      <KibanaThemeProvider theme$={core.theme.theme$}>
        <AppServicesProvider value={services}>
          <DetectorPage />
        </AppServicesProvider>
      </KibanaThemeProvider>
    </I18nContext>,
    element
  );
  return () => {
    ReactDOM.unmountComponentAtNode(element);
  };
}
