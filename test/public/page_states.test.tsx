import { fireEvent, screen, waitFor } from '@testing-library/react';

import { aDetector, aNewDetector, aRecord, aRun } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const OFFER = 'GET /internal/anomaly_detector/offer';
const RUNS = 'GET /api/anomaly_detector/detectors/{id}/runs';
const ANOMALIES = 'GET /api/anomaly_detector/anomalies';
const SWIM_LANE = 'GET /internal/anomaly_detector/detectors/{id}/swim_lane';
const SIGNALS = 'GET /internal/anomaly_detector/detectors/{id}/signals';

const detectors = (...list: unknown[]) => ({ detectors: list, broken: [] });
const logsFound = {
  indexPattern: 'api-logs-*',
  available: true,
  logs: 8_700_000,
  oldest: '2026-02-01T00:00:00.000Z',
  newest: '2026-03-01T00:00:00.000Z',
  notices: ['No response time field was found.'],
};
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

describe('the page without a detector', () => {
  it('offers to watch the logs that are there, with how many and since when', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(), [OFFER]: logsFound });
    renderPage(http, { path: '/' });

    expect(
      await screen.findByText(/holds 8,700,000 logs, from 2026-02-01 00:00 to 2026-03-01 00:00/)
    ).toBeTruthy();
    expect(screen.getByText('No response time field was found.')).toBeTruthy();
  });

  it("creates the offered detector in Kibana's time zone, starts it and shows it", async () => {
    const created = aNewDetector();
    const started = aDetector({
      status: { state: 'learning', activeModelId: null, activeModelNumber: null },
    });
    let stored: unknown[] = [];
    const { http, seen } = fakeServer({
      [DETECTORS]: () => detectors(...stored),
      [OFFER]: logsFound,
      'POST /api/anomaly_detector/detectors': () => {
        stored = [started];
        return created;
      },
      'POST /api/anomaly_detector/detectors/{id}/_start': started,
    });
    const { history } = renderPage(http, { path: '/' });

    fireEvent.click(await screen.findByText('Watch api-logs-*'));

    expect(await screen.findByText('Learning what is typical')).toBeTruthy();
    expect(seen('POST /api/anomaly_detector/detectors')).toMatchObject([
      { body: { timeZone: 'UTC' }, version: '2023-10-31' },
    ]);
    expect(seen('POST /api/anomaly_detector/detectors/{id}/_start')).toHaveLength(1);
    expect(history.location.pathname).toBe('/detectors/detector-1');
  });

  it('shows the new detector stopped when it could not be started, and says why', async () => {
    let stored: unknown[] = [];
    const { http } = fakeServer({
      [DETECTORS]: () => detectors(...stored),
      [OFFER]: logsFound,
      'POST /api/anomaly_detector/detectors': () => {
        stored = [aNewDetector()];
        return stored[0];
      },
      'POST /api/anomaly_detector/detectors/{id}/_start': refusal(400, 'No key can be granted.'),
    });
    const { dangers } = renderPage(http, { path: '/' });

    fireEvent.click(await screen.findByText('Watch api-logs-*'));

    expect(await screen.findByText('No model yet')).toBeTruthy();
    expect(dangers).toMatchObject([{ text: 'No key can be granted.' }]);
  });

  it('says how to get logs in when there are none', async () => {
    const { http } = fakeServer({
      [DETECTORS]: detectors(),
      [OFFER]: { ...logsFound, available: false, logs: 0, notices: [] },
    });
    renderPage(http, { path: '/' });

    expect(await screen.findByText('No API logs yet')).toBeTruthy();
    expect(screen.getByText(/Send access logs there with Elastic Agent/)).toBeTruthy();
    expect(screen.getByText('Describe another index')).toBeTruthy();
    expect(screen.getByText('Get logs in')).toBeTruthy();
    expect(screen.getByText('Try it with sample API logs')).toBeTruthy();
  });

  it('offers nothing to create to who may only look', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(), [OFFER]: logsFound });
    renderPage(http, { path: '/', rights: { show: true, save: false } });

    expect(await screen.findByText(/Creating a detector takes the Kibana privilege/)).toBeTruthy();
    expect(screen.queryByText('Watch api-logs-*')).toBeNull();
    expect(screen.queryByText('Describe another index')).toBeNull();
  });
});

describe('the page that cannot be read', () => {
  it("shows the server's sentence and tries again on demand", async () => {
    let away = true;
    const { http } = fakeServer({
      [DETECTORS]: () =>
        away ? refusal(503, 'Elasticsearch does not answer.') : detectors(aNewDetector()),
    });
    renderPage(http);
    expect(await screen.findByText('Elasticsearch does not answer.')).toBeTruthy();

    away = false;
    fireEvent.click(screen.getByText('Try again'));

    expect(await screen.findByText('No model yet')).toBeTruthy();
  });

  it('says which privilege is missing on 403', async () => {
    const { http } = fakeServer({ [DETECTORS]: refusal(403, 'Forbidden') });
    renderPage(http);

    expect(await screen.findByText('You may not see the Anomaly Detector')).toBeTruthy();
  });

  it('asks for nothing without the right to look', () => {
    const { http, seen } = fakeServer({});
    renderPage(http, { rights: { show: false, save: false } });

    expect(screen.getByText('You may not see the Anomaly Detector')).toBeTruthy();
    expect(seen(DETECTORS)).toHaveLength(0);
  });

  it('names detectors that could not be read beside those that could', async () => {
    const { http } = fakeServer({
      [DETECTORS]: {
        detectors: [aNewDetector()],
        broken: [{ id: 'detector-9', reason: 'name is missing' }],
      },
    });
    renderPage(http, { path: '/' });

    expect(
      await screen.findByText('The detector detector-9 could not be read: name is missing')
    ).toBeTruthy();
  });

  it('keeps the rest of the page when only the timeline could not be read', async () => {
    const { http } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [SWIM_LANE]: refusal(502, 'The index api-anomalies cannot be searched.'),
    });
    renderPage(http, { search: RANGE });

    expect(await screen.findByText('The index api-anomalies cannot be searched.')).toBeTruthy();
    expect(screen.getByText('Anomalies (0)')).toBeTruthy();
  });
});

describe('the page of a detector', () => {
  it('says that a detector without a model has yet to learn', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(aNewDetector()) });
    renderPage(http);

    expect(await screen.findByText('No model yet')).toBeTruthy();
    expect(screen.getByText('Start the detector')).toBeTruthy();
  });

  it('says that a started detector whose first training failed has no model, and that it is tried again', async () => {
    const message = 'The last training failed: there are no logs';
    const failed = aDetector({
      status: { state: 'degraded', message, activeModelId: null, activeModelNumber: null },
    });
    const { http } = fakeServer({ [DETECTORS]: detectors(failed) });
    renderPage(http);

    expect(await screen.findByText('No model yet')).toBeTruthy();
    expect(screen.getByText(message)).toBeTruthy();
    expect(screen.getByText(/It is tried again by itself/)).toBeTruthy();
    expect(screen.queryByText('Start the detector')).toBeNull();
  });

  it('says that a scored range is quiet', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(aDetector()) });
    renderPage(http, { search: RANGE });

    expect(await screen.findByText('No anomalies in this time range')).toBeTruthy();
  });

  it('tells a quiet range from one before the detector existed, and scores that on demand', async () => {
    const { http, seen } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      'POST /api/anomaly_detector/detectors/{id}/_score': refusal(400, 'Busy.'),
    });
    const { dangers } = renderPage(http, {
      search: '?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z',
    });

    fireEvent.click(await screen.findByText('Score this time range'));

    await waitFor(() => expect(dangers).toMatchObject([{ text: 'Busy.' }]));
    expect(screen.queryByText('No anomalies in this time range')).toBeNull();
    expect(seen('POST /api/anomaly_detector/detectors/{id}/_score')).toMatchObject([
      { body: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' } },
    ]);
  });

  it('leads from a quiet range to the one in which the latest anomaly was found', async () => {
    const { http } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [RUNS]: {
        runs: [
          aRun({
            kind: 'score',
            state: 'done',
            from: '2026-01-05T00:00:00.000Z',
            to: '2026-01-12T00:00:00.000Z',
          }),
        ],
      },
      [ANOMALIES]: {
        total: 1,
        anomalies: [aRecord({ '@timestamp': '2026-01-07T10:05:00.000Z' })],
      },
    });
    const { history } = renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByText('Show the latest anomaly, 2026-01-07 10:05'));

    const shown = new URLSearchParams(history.location.search);
    expect(shown.get('from')).toBe('2026-01-05T00:00:00.000Z');
    expect(shown.get('to')).toBe('2026-01-12T00:00:00.000Z');
  });

  it('says when the chosen entity has no logs in the range', async () => {
    const { http } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [SIGNALS]: {
        bucketSpanMs: 300_000,
        times: [Date.parse('2026-03-01T00:00:00Z')],
        signals: [
          { signal: 'throughput', actual: [0], typical: [100], lower: [50], upper: [150] },
          { signal: 'latency_p95', actual: [null], typical: [9], lower: [null], upper: [20] },
        ],
        modelNumber: 3,
        notices: [],
      },
    });
    renderPage(http, { search: RANGE });

    expect(
      await screen.findByText(/There are no logs of checkout in this time range/)
    ).toBeTruthy();
  });

  it('shows why a detector is degraded, its notices and its last failure', async () => {
    const { http } = fakeServer({
      [DETECTORS]: detectors(
        aDetector({
          status: {
            state: 'degraded',
            message: 'The key may no longer read api-logs-*.',
            notices: ['3 entities were left out.'],
            lastTraining: {
              at: '2026-03-01T00:00:00.000Z',
              durationMs: 1,
              buckets: 0,
              entities: 0,
              records: 0,
              error: 'there were no logs',
              fault: 'not_found',
              failingSince: '2026-03-01T00:00:00.000Z',
            },
          },
        })
      ),
    });
    renderPage(http, { search: RANGE });

    expect(await screen.findByText('Degraded')).toBeTruthy();
    expect(screen.getByText('The key may no longer read api-logs-*.')).toBeTruthy();
    expect(screen.getByText('3 entities were left out.')).toBeTruthy();
    expect(screen.getByText('The last training failed: there were no logs')).toBeTruthy();
  });

  it('says which fields the logs no longer have, since when, and leads to where others are named', async () => {
    const message =
      'No log of "api-logs-*" has had a value in "event.duration" since 2026-03-01T08:00:00.000Z: response times are not watched. Let the logs carry it again, or name another field in the settings of the detector.';
    const health = [
      { kind: 'fields_missing' as const, message, since: '2026-03-01T08:00:00.000Z' },
    ];
    const { http } = fakeServer({ [DETECTORS]: detectors(aDetector({ status: { health } })) });
    const { history } = renderPage(http, { search: RANGE });

    expect(await screen.findByText('Fields missing')).toBeTruthy();
    const told = message.replace('2026-03-01T08:00:00.000Z', '2026-03-01 08:00');
    expect(screen.getByText(told)).toBeTruthy();
    expect(screen.queryByText('Running')).toBeNull();
    fireEvent.click(screen.getByText('Edit the fields'));

    expect(history.location.pathname).toBe('/detectors/detector-1/edit');
  });

  it('says so when the address names a detector that is gone, and leads to the others', async () => {
    const { http, seen } = fakeServer({ [DETECTORS]: detectors(aNewDetector()) });
    const { history } = renderPage(http, { path: '/detectors/gone' });

    expect(await screen.findByText(/There is no detector gone in this space/)).toBeTruthy();
    expect(seen(DETECTORS)).toHaveLength(0);
    fireEvent.click(screen.getByText('Show all detectors'));

    expect(history.location.pathname).toBe('/detectors');
  });

  it('says that a range in the address makes no sense', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(aDetector()) });
    renderPage(http, { search: '?from=now&to=now-1h' });

    expect(await screen.findByText(/ends before it begins/)).toBeTruthy();
  });
});
