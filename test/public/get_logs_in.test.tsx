import { fireEvent, screen, waitFor } from '@testing-library/react';

import { snippets } from '../../public/app/get_logs_in/snippets';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const LOGS = 'POST /internal/anomaly_detector/logs/_describe';

const opened = (answer: unknown) => {
  const server = fakeServer({ [LOGS]: answer });
  renderPage(server.http, { path: '/get-logs-in' });
  return server;
};

const description = (logs: unknown) => ({
  mapped: { dates: [], groups: [], numbers: [] },
  found: {
    timeField: '@timestamp',
    entityField: 'service.name',
    latency: { field: 'event.duration', unit: 'ns' },
    status: null,
  },
  faults: logs ? [] : [{ setting: 'indexPattern', message: 'There is no such index.' }],
  logs,
  notices: [],
});

describe('the page for getting logs in', () => {
  it.each(snippets)('says what to write for $name', ({ name, file }) => {
    opened({});
    fireEvent.click(screen.getByRole('tab', { name }));
    expect(screen.getByText(file)).toBeTruthy();
  });

  it('says that logs arrive, and which of their fields are found', async () => {
    const { seen } = opened(description({ total: 1_234, newest: '2026-03-14T09:26:53Z' }));
    fireEvent.click(screen.getByText('Check what arrives'));
    expect(await screen.findByText(/1,234 logs have arrived, the newest at/)).toBeTruthy();
    expect(screen.getByText('event.duration (ns)')).toBeTruthy();
    expect(screen.getByText('not found')).toBeTruthy();
    expect(seen(LOGS)[0].body).toEqual({ indexPattern: 'api-logs-*' });
  });

  it('says why none are found', async () => {
    opened(description(null));
    fireEvent.click(screen.getByText('Check what arrives'));
    expect(await screen.findByText('There is no such index.')).toBeTruthy();
  });

  it('says why it could not be checked', async () => {
    opened(refusal(403, 'A privilege is missing.'));
    fireEvent.click(screen.getByText('Check what arrives'));
    await waitFor(() => expect(screen.getByText('A privilege is missing.')).toBeTruthy());
  });
});
