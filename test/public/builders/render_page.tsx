import { EuiProvider } from '@elastic/eui';
import { render, type RenderResult } from '@testing-library/react';
import React from 'react';

import { createMemoryHistory, type MemoryHistory } from 'history';

import type { ChromeBreadcrumb, HttpStart } from '@kbn/core/public';

import { createDetectorApi } from '../../../public/api/detector_api';
import { AppServicesProvider, type AppServices } from '../../../public/app/app_services';
import { App } from '../../../public/app/app';
import { timeFormatOf } from '../../../public/app/time_format';

export interface RenderedPage extends RenderResult {
  history: MemoryHistory;
  /** Toasts of failures, newest last. */
  dangers: unknown[];
  /** Breadcrumbs as they are now. */
  breadcrumbs: () => ChromeBreadcrumb[];
  /** Title of the document, its most particular part first. */
  docTitle: () => string | string[];
}

/** What the app takes from Kibana, over `http`, for a user who may do everything unless said otherwise. */
export function appServices(http: HttpStart, changed: Partial<AppServices> = {}): AppServices {
  const timeFormat = timeFormatOf((key) =>
    key === 'dateFormat:tz' ? 'UTC' : key === 'dateFormat' ? 'YYYY-MM-DD HH:mm' : undefined
  );
  return {
    api: createDetectorApi(http, timeFormat.told),
    history: createMemoryHistory(),
    chrome: { setBreadcrumbs: () => {}, docTitle: { change: () => {} } },
    toasts: { addSuccess: () => {}, addWarning: () => {}, addDanger: () => {} },
    theme$: {
      subscribe: (next) => {
        next({ darkMode: false });
        return { unsubscribe: () => {} };
      },
    },
    rights: { show: true, save: true },
    timeFormat,
    discover: undefined,
    setting: (_key, fallback) => fallback,
    ...changed,
  };
}

/** The page of the detector that the builders build. */
const DETECTOR_PAGE = '/detectors/detector-1';

/** Renders the app over `http`, for a user who may do everything unless said otherwise. */
export function renderPage(
  http: HttpStart,
  {
    path = DETECTOR_PAGE,
    search = '',
    ...changed
  }: Partial<AppServices> & { path?: string; search?: string } = {}
): RenderedPage {
  const history = createMemoryHistory({ initialEntries: [path + search] });
  let breadcrumbs: ChromeBreadcrumb[] = [];
  let docTitle: string | string[] = [];
  const dangers: unknown[] = [];
  const services = appServices(http, {
    history,
    chrome: {
      setBreadcrumbs: (crumbs) => {
        breadcrumbs = crumbs;
      },
      docTitle: {
        change: (title) => {
          docTitle = title;
        },
      },
    },
    toasts: {
      addSuccess: () => {},
      addWarning: () => {},
      addDanger: (toast) => dangers.push(toast),
    },
    ...changed,
  });
  const rendered = render(
    <EuiProvider colorMode="light">
      <AppServicesProvider value={services}>
        <App />
      </AppServicesProvider>
    </EuiProvider>
  );
  return {
    ...rendered,
    history,
    dangers,
    breadcrumbs: () => breadcrumbs,
    docTitle: () => docTitle,
  };
}
