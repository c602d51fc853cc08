/** The browser side of the host: gives the plugin the contracts of `types/kbn/core/public` and mounts its app. */
import type { EuiBreadcrumb } from '@elastic/eui';
import type { CoreSetup, CoreStart } from '@kbn/core/public';
import { createBrowserHistory } from 'history';
import moment from 'moment-timezone';
import React, { Fragment } from 'react';
import ReactDOM from 'react-dom';

import { plugin as createPlugin } from '../../public';
import type { PublicStartPlugins } from '../../public/plugin';
import { HostChrome } from './browser/host_chrome';
import { createHttpClient } from './browser/http_client';
import { createState } from './browser/state';
import { createTheme } from './browser/theme';
import { createToasts } from './browser/toasts';

type App = Parameters<CoreSetup<PublicStartPlugins>['application']['register']>[0];

/** Kibana's defaults of the advanced settings that apps read. */
const SETTINGS: Record<string, unknown> = {
  dateFormat: 'MMM D, YYYY @ HH:mm:ss.SSS',
  'dateFormat:tz': 'Browser',
  'timepicker:quickRanges': [
    { from: 'now/d', to: 'now/d', display: 'Today' },
    { from: 'now-1h', to: 'now', display: 'Last 1 hour' },
    { from: 'now-24h', to: 'now', display: 'Last 24 hours' },
    { from: 'now-7d', to: 'now', display: 'Last 7 days' },
    { from: 'now-30d', to: 'now', display: 'Last 30 days' },
    { from: 'now-1y', to: 'now', display: 'Last 1 year' },
  ],
};

/** As Kibana does: what asks moment for a local time gets that of the setting. */
function setTimeZone(zone: unknown): void {
  moment.tz.setDefault(typeof zone === 'string' && zone !== 'Browser' ? zone : moment.tz.guess());
}

function elementOf<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`The page of the host has no element "${id}"`);
}

async function open(): Promise<void> {
  setTimeZone(SETTINGS['dateFormat:tz']);
  const page = elementOf('app', HTMLDivElement);
  const basePath = /^\/s\/[a-z0-9_-]+(?=\/)/.exec(window.location.pathname)?.[0] ?? '';
  const http = createHttpClient(basePath);
  const theme = createTheme(elementOf('theme', HTMLLinkElement));
  const breadcrumbs = createState<EuiBreadcrumb[]>([]);
  const { toasts, contract, dismiss } = createToasts();
  const getUrlForApp: CoreStart['application']['getUrlForApp'] = (appId, { path = '' } = {}) =>
    http.basePath.prepend(`/app/${appId}${path}`);

  const coreStart: CoreStart = {
    http,
    application: {
      capabilities: JSON.parse(
        page.dataset.capabilities ?? '{}'
      ) as CoreStart['application']['capabilities'],
      getUrlForApp,
      navigateToUrl: async (url) => Promise.resolve(window.location.assign(url)),
    },
    chrome: {
      setBreadcrumbs: (crumbs) => breadcrumbs.set(crumbs),
      docTitle: {
        change: (title) => {
          document.title = [title].flat().join(' - ');
        },
      },
    },
    notifications: { toasts: contract },
    i18n: { Context: Fragment },
    theme: { theme$: theme },
    uiSettings: { get: <T,>(key: string, value?: T) => (SETTINGS[key] ?? value) as T },
  };

  const apps: App[] = [];
  const plugins: PublicStartPlugins = {};
  const plugin = createPlugin();
  plugin.setup(
    {
      application: { register: (app) => void apps.push(app) },
      getStartServices: async () => Promise.resolve([coreStart, plugins, undefined]),
    },
    {}
  );
  plugin.start();

  const [app] = apps;
  if (!app) throw new Error('The plugin registered no app');
  const appBasePath = http.basePath.prepend(app.appRoute ?? `/app/${app.id}`);
  ReactDOM.render(
    <HostChrome
      home={appBasePath}
      theme={theme}
      breadcrumbs={breadcrumbs}
      toasts={toasts}
      dismissToast={dismiss}
    />,
    elementOf('chrome', HTMLDivElement)
  );
  await app.mount({
    element: page,
    history: createBrowserHistory({ basename: appBasePath }),
    appBasePath,
  });
}

open().catch((error: unknown) => {
  document.body.append(`The app could not be opened: ${String(error)}`);
  throw error;
});
