import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { AppMountParameters, CoreSetup, CoreStart } from '@kbn/core/public';
import { createMemoryHistory } from 'history';
import React, { useContext, type Context, type ReactNode } from 'react';

import { AnomalyDetectorPublicPlugin, type PublicStartPlugins } from '../../public/plugin';
import { aNewDetector } from './builders/detector';
import { fakeServer } from './builders/fake_server';

jest.mock(
  '@kbn/kibana-react-plugin/public',
  () => {
    const { createContext } = jest.requireActual<typeof React>('react');
    const Services = createContext({});
    return {
      Services,
      KibanaThemeProvider: ({ children }: { children: ReactNode }) => children,
      KibanaContextProvider: ({
        services,
        children,
      }: {
        services: object;
        children: ReactNode;
      }) => <Services.Provider value={services}>{children}</Services.Provider>,
    };
  },
  { virtual: true }
);

const { Services } = jest.requireMock<{ Services: Context<Partial<CoreStart>> }>(
  '@kbn/kibana-react-plugin/public'
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
      docTitle: { change: (title) => titles.push([title].flat().join(' - ')) },
    },
    notifications: {
      toasts: { addSuccess: () => {}, addWarning: () => {}, addDanger: () => {} },
    },
    i18n: { Context: ({ children }) => <>{children}</> },
    theme: { theme$: { subscribe: () => ({ unsubscribe: () => {} }) } },
    uiSettings: { get: <T,>(_key: string, fallback?: T) => fallback as T },
  };
}

function registeredApp(core: CoreStart, plugins: PublicStartPlugins = {}): App {
  const apps: App[] = [];
  const setup: CoreSetup<PublicStartPlugins> = {
    application: { register: (app) => apps.push(app) },
    getStartServices: () => Promise.resolve([core, plugins, undefined]),
  };
  new AnomalyDetectorPublicPlugin().setup(setup, {});
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

  it('is found as a page of its own below the detectors, and on the home page', () => {
    const listed: unknown[] = [];
    const setup: CoreSetup<PublicStartPlugins> = {
      application: { register: (app) => listed.push(app.deepLinks) },
      getStartServices: () => Promise.resolve([fakeCore([]), {}, undefined]),
    };
    new AnomalyDetectorPublicPlugin().setup(setup, {
      home: { featureCatalogue: { register: (feature) => listed.push(feature) } },
    });

    expect(listed).toMatchObject([
      [{ id: 'detectors', path: '/detectors' }],
      {
        id: 'anomalyDetector',
        path: '/app/anomalyDetector',
        category: 'admin',
        showOnHomePage: true,
      },
    ]);
  });

  it('shows the page with title and breadcrumb, and leaves nothing behind', async () => {
    const titles: string[] = [];
    const element = document.createElement('div');
    document.body.append(element);
    const params: AppMountParameters = {
      element,
      history: createMemoryHistory({ initialEntries: ['/detectors/detector-1'] }),
      appBasePath: '',
    };

    const unmount = await registeredApp(fakeCore(titles)).mount(params);
    await waitFor(() => expect(screen.getByText('No model yet')).toBeTruthy());
    unmount();

    expect(titles).toEqual(
      expect.arrayContaining([
        'Anomaly Detector',
        'Detectors',
        'API logs',
        'API logs - Detectors - Anomaly Detector',
      ])
    );
    expect(element.innerHTML).toBe('');
  });

  it('gives Kibana’s form of rules the services that it takes from whoever opens it', async () => {
    const form = jest.fn();
    function KibanasForm() {
      form(useContext(Services));
      return <p>form</p>;
    }
    const core = fakeCore([]);
    const plugins = { triggersActionsUi: { getAddRuleFlyout: () => <KibanasForm /> } };
    const element = document.createElement('div');
    document.body.append(element);

    const unmount = await registeredApp(core, plugins).mount({
      element,
      history: createMemoryHistory({ initialEntries: ['/detectors/detector-1'] }),
      appBasePath: '',
    });
    fireEvent.click(await screen.findByText('Create rule'));
    await screen.findByText('form');
    unmount();

    expect(form).toHaveBeenCalledWith({ ...core, ...plugins });
  });
});
