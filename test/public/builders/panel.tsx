import type { CoreStart } from '@kbn/core/public';
import type { Filter } from '@kbn/es-query';
import { waitFor } from '@testing-library/react';
import React from 'react';

import type { PublicStartPlugins } from '../../../public/plugin';

import { aDetector } from './detector';
import { fakeServer } from './fake_server';

/** Kibana around a panel: its server answers as given, its dashboard notes the filters that it is given. */
export function kibanaAroundPanels(answers: Parameters<typeof fakeServer>[0] = {}) {
  const server = fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aDetector()], broken: [] },
    'GET /api/anomaly_detector/detectors/{id}': aDetector(),
    ...answers,
  });
  const filters: Filter[] = [];
  const visited: string[] = [];
  const flyouts: HTMLElement[] = [];
  const core: CoreStart = {
    http: server.http,
    application: {
      capabilities: { anomalyDetector: { show: true, save: true } },
      getUrlForApp: (app, { path = '' } = {}) => `/app/${app}${path}`,
      navigateToUrl: (url) => {
        visited.push(url);
        return Promise.resolve();
      },
    },
    chrome: { setBreadcrumbs: () => {}, docTitle: { change: () => {} } },
    notifications: {
      toasts: { addSuccess: () => {}, addWarning: () => {}, addDanger: () => {} },
    },
    i18n: { Context: ({ children }) => <>{children}</> },
    theme: { theme$: { subscribe: () => ({ unsubscribe: () => {} }) } },
    uiSettings: { get: <T,>(_key: string, fallback?: T) => fallback as T },
    overlays: {
      openFlyout: (mount) => {
        const element = document.createElement('div');
        document.body.append(element);
        flyouts.push(element);
        const unmount = mount(element);
        let closed = () => {};
        const onClose = new Promise<void>((resolve) => (closed = resolve));
        return {
          onClose,
          close: () => {
            unmount();
            element.remove();
            closed();
            return Promise.resolve();
          },
        };
      },
    },
  };
  const plugins: PublicStartPlugins = {
    data: {
      query: {
        filterManager: { addFilters: (added) => filters.push(...added) },
        timefilter: {
          timefilter: {
            getTime: () => ({ from: 'now-15m', to: 'now' }),
            setTime: () => {},
            isTimeTouched: () => false,
          },
        },
      },
    },
  };
  return { core, plugins, server, filters, visited, flyouts };
}

/** An element that a dashboard gives a panel. */
export function panelElement(): HTMLElement {
  const element = document.createElement('div');
  document.body.append(element);
  return element;
}

export const shows = (element: HTMLElement, text: RegExp | string): Promise<void> =>
  waitFor(() => expect(element.textContent).toMatch(text));
