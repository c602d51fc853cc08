import { screen, waitFor } from '@testing-library/react';
import type { AppMountParameters, CoreSetup, CoreStart } from '@kbn/core/public';
import React, { type ReactNode } from 'react';

import { AnomalyDetectorPublicPlugin, type PublicStartPlugins } from '../../public/plugin';
import { aNewDetector } from './builders/detector';
import { fakeServer } from './builders/fake_server';
import { memoryHistory } from './builders/render_page';

jest.mock(
  '@kbn/kibana-react-plugin/public',
  () => ({ KibanaThemeProvider: ({ children }: { children: ReactNode }) => children }),
  { virtual: true }
);

type App = Parameters<CoreSetup['application']['register']>[0];

/** Kibana's core around `http`, as far as the plugin uses it. */
function fakeCore(titles: string[]): CoreStart {
  const { http } = fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aNewDetector()], broken: [] },
  });
  return {
    http,
    application: {
      capabilities: { anomalyDetector: { show: true, save: true } },
      getUrlForApp: () => '',
      navigateToUrl: () => Promise.resolve(),
    },
    chrome: {
      setBreadcrumbs: (crumbs) => titles.push(...crumbs.map(({ text }) => text)),
      docTitle: { change: (title) => titles.push(title) },
    },
    notifications: {
      toasts: { addSuccess: () => {}, addWarning: () => {}, addDanger: () => {} },
    },
    i18n: { Context: ({ children }) => <>{children}</> },
    theme: { theme$: { subscribe: () => ({ unsubscribe: () => {} }) } },
    uiSettings: { get: <T,>(_key: string, fallback?: T) => fallback as T },
  };
}

function registeredApp(core: CoreStart): App {
  const apps: App[] = [];
  const setup: CoreSetup<PublicStartPlugins> = {
    application: { register: (app) => apps.push(app) },
    getStartServices: () => Promise.resolve([core, {}, undefined]),
  };
  new AnomalyDetectorPublicPlugin().setup(setup);
  return apps[0];
}

describe('the plugin in the browser', () => {
  it('registers one app below Observability', () => {
    expect(registeredApp(fakeCore([]))).toMatchObject({
      id: 'anomalyDetector',
      title: 'Anomaly Detector',
      appRoute: '/app/anomalyDetector',
      category: { id: 'observability' },
    });
  });

  it('shows the page with title and breadcrumb, and leaves nothing behind', async () => {
    const titles: string[] = [];
    const element = document.createElement('div');
    document.body.append(element);
    const params: AppMountParameters = { element, history: memoryHistory(), appBasePath: '' };

    const unmount = await registeredApp(fakeCore(titles)).mount(params);
    await waitFor(() => expect(screen.getByText('No model yet')).toBeTruthy());
    unmount();

    expect(titles).toEqual(['Anomaly Detector', 'Anomaly Detector']);
    expect(element.innerHTML).toBe('');
  });
});
