import { EuiProvider } from '@elastic/eui';
import { render, type RenderResult } from '@testing-library/react';
import React from 'react';

import type { HttpStart, ScopedHistory } from '@kbn/core/public';

import { createDetectorApi } from '../../../public/api/detector_api';
import { AppServicesProvider, type AppServices } from '../../../public/app/app_services';
import { DetectorPage } from '../../../public/app/detector_page';
import { timeFormatOf } from '../../../public/app/time_format';

/** A history in memory, with the way back. */
export function memoryHistory(search = ''): ScopedHistory & { back: () => void } {
  const entries = [{ pathname: '/', search }];
  const listeners = new Set<(location: { pathname: string; search: string }) => void>();
  const current = () => entries[entries.length - 1];
  const tell = () => listeners.forEach((listener) => listener(current()));
  return {
    get location() {
      return current();
    },
    push: (location) => {
      entries.push(location);
      tell();
    },
    replace: (location) => {
      entries[entries.length - 1] = location;
      tell();
    },
    back: () => {
      entries.pop();
      tell();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    createHref: ({ pathname, search: query }) => pathname + query,
  };
}

export interface RenderedPage extends RenderResult {
  history: ReturnType<typeof memoryHistory>;
  /** Toasts of failures, newest last. */
  dangers: unknown[];
}

/** What the app takes from Kibana, over `http`, for a user who may do everything unless said otherwise. */
export function appServices(http: HttpStart, changed: Partial<AppServices> = {}): AppServices {
  return {
    api: createDetectorApi(http),
    history: memoryHistory(),
    toasts: { addSuccess: () => {}, addWarning: () => {}, addDanger: () => {} },
    theme$: {
      subscribe: (next) => {
        next({ darkMode: false });
        return { unsubscribe: () => {} };
      },
    },
    rights: { show: true, save: true },
    timeFormat: timeFormatOf((key) =>
      key === 'dateFormat:tz' ? 'UTC' : key === 'dateFormat' ? 'YYYY-MM-DD HH:mm' : undefined
    ),
    discover: undefined,
    ...changed,
  };
}

/** Renders the page over `http`, for a user who may do everything unless said otherwise. */
export function renderPage(
  http: HttpStart,
  { search = '', ...changed }: Partial<AppServices> & { search?: string } = {}
): RenderedPage {
  const history = memoryHistory(search);
  const dangers: unknown[] = [];
  const services = appServices(http, {
    history,
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
        <DetectorPage />
      </AppServicesProvider>
    </EuiProvider>
  );
  return { ...rendered, history, dangers };
}
