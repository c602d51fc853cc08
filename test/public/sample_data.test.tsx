import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';

import { AppServicesProvider, type AppServices } from '../../public/app/app_services';
import { SampleDataButton } from '../../public/app/sample_data/sample_data_button';
import { SampleDataTab } from '../../public/sample_data_tab/sample_data_tab';
import { settings } from '../builders/settings';
import { aDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { appServices } from './builders/render_page';

const SAMPLE_DATA = 'POST /api/anomaly_detector/sample_data';

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const NONE = { detectors: [], broken: [] };

const SAMPLE_DASHBOARD = 'POST /api/anomaly_detector/detectors/{id}/_dashboard';

const shown = (
  answer: unknown,
  changed: Parameters<typeof appServices>[1] = {},
  more: Record<string, unknown> = {}
) => {
  const server = fakeServer({ [SAMPLE_DATA]: answer, ...more });
  const added: unknown[] = [];
  render(
    <AppServicesProvider value={appServices(server.http, changed)}>
      <SampleDataButton onAdded={(sample) => added.push(sample)} />
    </AppServicesProvider>
  );
  return { ...server, added };
};

describe('the button for sample logs', () => {
  it('adds them in the time zone that the user sees, and says so when they are there', async () => {
    const sample = { detector: aDetector(), created: 90_000 };
    const { seen, added } = shown(sample);
    fireEvent.click(screen.getByText('Try it with sample API logs'));
    await waitFor(() => expect(added).toEqual([sample]));
    expect(seen(SAMPLE_DATA)[0].body).toEqual({ timeZone: 'UTC' });
  });

  it('tells why they could not be added, and can be tried again', async () => {
    const dangers: unknown[] = [];
    const toasts = {
      addSuccess: () => {},
      addWarning: () => {},
      addDanger: (toast: unknown) => dangers.push(toast),
    };
    shown(refusal(403, 'A privilege is missing.'), { toasts });
    fireEvent.click(screen.getByText('Try it with sample API logs'));
    await waitFor(() =>
      expect(dangers).toEqual([expect.objectContaining({ text: 'A privilege is missing.' })])
    );
    expect(await screen.findByText('Try it with sample API logs')).toBeTruthy();
  });

  it('makes the dashboard of their detector too where there are dashboards, and goes on without it', async () => {
    const warnings: unknown[] = [];
    const toasts = {
      addSuccess: () => {},
      addWarning: (toast: unknown) => warnings.push(toast),
      addDanger: () => {},
    };
    const sample = { detector: aDetector(), created: 90_000 };
    const { seen, added } = shown(
      sample,
      { toasts, openDashboard: () => Promise.resolve() },
      { [SAMPLE_DASHBOARD]: refusal(403, 'You may not save dashboards.') }
    );
    fireEvent.click(screen.getByText('Try it with sample API logs'));
    await waitFor(() => expect(added).toEqual([sample]));
    expect(seen(SAMPLE_DASHBOARD)).toHaveLength(1);
    expect(warnings).toEqual([expect.objectContaining({ text: 'You may not save dashboards.' })]);
  });

  it('is not there for users who may only look', () => {
    shown({}, { rights: { show: true, save: false } });
    expect(screen.queryByText('Try it with sample API logs')).toBeNull();
  });
});

describe('the tab beside the sample data of Kibana', () => {
  const tab = (answer: unknown, changed: Parameters<typeof appServices>[1] = {}) => {
    const { http } = fakeServer({ [SAMPLE_DATA]: answer, [DETECTORS]: NONE });
    const opened: string[] = [];
    render(
      <AppServicesProvider value={appServices(http, changed)}>
        <SampleDataTab openApp={(path) => opened.push(path)} />
      </AppServicesProvider>
    );
    return opened;
  };

  it('adds the sample and opens its detector at the time of its logs', async () => {
    const opened = tab({
      detector: aDetector(),
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-11T00:00:00Z',
    });
    fireEvent.click(screen.getByText('Try it with sample API logs'));
    await waitFor(() =>
      expect(opened).toEqual([
        '/detectors/detector-1?from=2026-03-01T00%3A00%3A00Z&to=2026-03-11T00%3A00%3A00Z',
      ])
    );
  });

  describe('where the sample is there', () => {
    const sample = aDetector({ settings: settings({ indexPattern: 'sample-api-logs' }) });
    const REMOVE = 'DELETE /api/anomaly_detector/sample_data';
    const withSample = (answer: unknown, toasts: Partial<AppServices['toasts']>) => {
      const lists = [[sample], []];
      const server = fakeServer({
        [DETECTORS]: () => ({ detectors: lists.shift() ?? [], broken: [] }),
        [REMOVE]: answer,
      });
      const all = { addSuccess: () => {}, addWarning: () => {}, addDanger: () => {}, ...toasts };
      render(
        <AppServicesProvider value={appServices(server.http, { toasts: all })}>
          <SampleDataTab openApp={() => {}} />
        </AppServicesProvider>
      );
      return server;
    };

    it('removes it, says so, and does not offer it again', async () => {
      const told: unknown[] = [];
      const { seen } = withSample({}, { addSuccess: (toast) => told.push(toast) });
      fireEvent.click(await screen.findByText('Remove the sample API logs'));
      await waitFor(() => expect(screen.queryByText('Remove the sample API logs')).toBeNull());
      expect(seen(REMOVE)).toHaveLength(1);
      expect(told).toHaveLength(1);
    });

    it('tells why it could not be removed, and can be tried again', async () => {
      const told: unknown[] = [];
      withSample(refusal(403, 'A privilege is missing.'), {
        addDanger: (toast) => told.push(toast),
      });
      fireEvent.click(await screen.findByText('Remove the sample API logs'));
      await waitFor(() =>
        expect(told).toEqual([expect.objectContaining({ text: 'A privilege is missing.' })])
      );
      expect(screen.getByText('Remove the sample API logs')).toBeTruthy();
    });
  });

  it('says what is missing to users who may only look', () => {
    tab({}, { rights: { show: true, save: false } });
    expect(screen.getByText(/you need the privilege “All”/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
