import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { keptModel } from '../builders/model';
import { aDetector, aRecord } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const ANOMALIES = 'GET /api/anomaly_detector/anomalies';
const SIGNALS = 'GET /internal/anomaly_detector/detectors/{id}/signals';
const SWIM_LANE = 'GET /internal/anomaly_detector/detectors/{id}/swim_lane';
const MODEL = 'GET /api/anomaly_detector/detectors/{id}/models/{modelId}';
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

const HOUR_MS = 3_600_000;
const TEN = Date.parse('2026-03-01T10:00:00.000Z');

const busy = (answers: Record<string, unknown> = {}) =>
  fakeServer({
    [DETECTORS]: { detectors: [aDetector()], broken: [] },
    [SWIM_LANE]: {
      intervalMs: HOUR_MS,
      lanes: [
        { entity: 'checkout', maxScore: 82, records: 1, cells: [{ time: TEN, score: 82 }] },
        { entity: 'search', maxScore: 30, records: 1, cells: [{ time: TEN, score: 30 }] },
      ],
      omittedLanes: 2,
    },
    [ANOMALIES]: {
      total: 60,
      anomalies: [
        aRecord(),
        aRecord({ id: 'record-2', entity: 'search', record_score: 30, severity: 'minor' }),
      ],
    },
    ...answers,
  });

/** Requests of the table, not those for the marks in the charts. */
const tableRequests = (seen: ReturnType<typeof fakeServer>['seen']) =>
  seen(ANOMALIES).filter(({ query }) => query?.size !== 1_000);

describe('the anomalies', () => {
  it('stand in a table: time, severity in words, score, entity and a sentence', async () => {
    renderPage(busy().http, { search: RANGE });

    const table = within(await screen.findByRole('table'));
    await table.findAllByText('2026-03-01 10:05');
    expect(table.getByText('Critical')).toBeTruthy();
    expect(table.getByText('82')).toBeTruthy();
    expect(table.getByText('search')).toBeTruthy();
    expect(
      table.getAllByText('p95 response time 812 ms, 4.2 times the typical 193 ms')
    ).toHaveLength(2);
    expect(screen.getByText('Anomalies (60)')).toBeTruthy();
  });

  it('are waited for before anything is said of entities', async () => {
    const { http } = busy({ [SWIM_LANE]: () => new Promise(() => {}) });
    renderPage(http, { search: RANGE });

    await screen.findByText('Anomalies (60)');
    expect(screen.queryByText(/The model knows no entities/)).toBeNull();
  });

  it('are told apart from a part of the range that was not scored, which is scored on demand', async () => {
    const detector = aDetector({ createdAt: '2026-03-02T12:00:00.000Z' });
    const { http, seen } = busy({
      [DETECTORS]: { detectors: [detector], broken: [] },
      'POST /api/anomaly_detector/detectors/{id}/_score': refusal(400, 'Busy.'),
    });
    renderPage(http, { search: RANGE });

    await screen.findByText(/What was before 2026-03-01 12:00 is scored only when you ask for it/);
    fireEvent.click(screen.getByText('Score this time range'));
    await waitFor(() =>
      expect(seen('POST /api/anomaly_detector/detectors/{id}/_score')).toHaveLength(1)
    );
  });

  it('say which of them are still in the making', async () => {
    renderPage(
      busy({
        [ANOMALIES]: {
          total: 2,
          anomalies: [aRecord({ is_interim: true }), aRecord({ id: 'record-2', entity: 'search' })],
        },
      }).http,
      { search: RANGE }
    );
    expect(await screen.findAllByText('so far')).toHaveLength(1);
  });

  it('open to show how each signal stood, the most telling first', async () => {
    renderPage(busy().http, { search: RANGE });

    fireEvent.click(await screen.findByLabelText('Signals of checkout at 2026-03-01 10:05'));

    const details = within(await screen.findByRole('table', { name: /in a bucket of 1,234 logs/ }));
    const rows = details.getAllByRole('row').slice(1);
    expect(rows[0].textContent).toMatch(/95th percentile.*812 ms.*193 ms.*\+12\.3.*95%/);
    expect(rows[1].textContent).toMatch(/Throughput.*1,234.*1,250.*-0\.4.*5%/);
  });

  it('open to say which model scored them', async () => {
    const { http, seen } = busy({ [MODEL]: { ...keptModel(), isActive: true, records: 1 } });
    const { history } = renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByLabelText('Signals of checkout at 2026-03-01 10:05'));

    expect(await screen.findByText(/Scored with model 3 of 2026-03-01 00:00/)).toBeTruthy();
    expect(screen.queryByText(/only the report is still kept/)).toBeNull();
    expect(seen(MODEL)).toHaveLength(1);
    fireEvent.click(screen.getByText('Show models'));
    expect(history.location.pathname).toBe('/detectors/detector-1/models');
  });

  it('say of a model that is kept by its report alone that it is', async () => {
    const model = { ...keptModel({ isWhole: false }), isActive: false, records: 1 };
    renderPage(busy({ [MODEL]: model }).http, { search: RANGE });

    fireEvent.click(await screen.findByLabelText('Signals of checkout at 2026-03-01 10:05'));

    expect(await screen.findByText(/only the report is still kept/)).toBeTruthy();
  });

  it('say in words, and not as an error, that their model is no longer kept', async () => {
    const gone = refusal(404, 'Model "model-3" is no longer kept. Train the detector again.');
    renderPage(busy({ [MODEL]: gone }).http, { search: RANGE });

    fireEvent.click(await screen.findByLabelText('Signals of checkout at 2026-03-01 10:05'));

    expect(await screen.findByText('The model is no longer kept')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(await screen.findByRole('table', { name: /in a bucket of 1,234 logs/ })).toBeTruthy();
  });

  it('are asked for page by page, worst first on demand', async () => {
    const { http, seen } = busy();
    renderPage(http, { search: RANGE });
    await screen.findByText('Anomalies (60)');

    fireEvent.click(screen.getByLabelText('Next page'));
    await waitFor(() => expect(tableRequests(seen).pop()?.query).toMatchObject({ page: 2 }));
    fireEvent.click(screen.getByText('Worst first'));

    await waitFor(() =>
      expect(tableRequests(seen).pop()?.query).toMatchObject({ page: 1, sort: 'score', size: 10 })
    );
  });

  it('can be narrowed to a severity and to the chosen entity', async () => {
    const { http, seen } = busy();
    renderPage(http, { search: RANGE });
    await screen.findByText('Anomalies (60)');

    fireEvent.change(screen.getByLabelText('Lowest severity shown'), { target: { value: '50' } });
    fireEvent.click(screen.getByLabelText('Only checkout'));

    await waitFor(() =>
      expect(tableRequests(seen).pop()?.query).toMatchObject({ minScore: 50, entity: 'checkout' })
    );
  });

  it('are narrowed and in the order that the address says, which follows', async () => {
    const { http, seen } = busy();
    const state = '&severity=major&sort=score&only=entity,alarming';
    const { history } = renderPage(http, { search: RANGE + state });
    await screen.findByText('Anomalies (60)');

    expect(tableRequests(seen).pop()?.query).toMatchObject({
      ...{ minScore: 50, sort: 'score', entity: 'checkout', suppressed: 'false', page: 1 },
    });
    fireEvent.change(screen.getByLabelText('Lowest severity shown'), { target: { value: '75' } });
    fireEvent.click(screen.getByText('Newest first'));
    fireEvent.click(screen.getByLabelText('Only checkout'));

    const said = new URLSearchParams(history.location.search);
    expect(Object.fromEntries(said)).toMatchObject({ severity: 'critical', only: 'alarming' });
    expect(said.has('sort')).toBe(false);
    await waitFor(() =>
      expect(tableRequests(seen).pop()?.query).toMatchObject({ minScore: 75, sort: 'time' })
    );
  });

  it('are all shown where the address says what is not known', async () => {
    const { http, seen } = busy();
    renderPage(http, { search: `${RANGE}&severity=dire&sort=name&only=some` });
    await screen.findByText('Anomalies (60)');

    const { query } = tableRequests(seen).pop()!;
    expect(query).toMatchObject({ sort: 'time' });
    for (const name of ['minScore', 'entity', 'suppressed']) expect(query?.[name]).toBeUndefined();
  });

  it('lead to their logs in Discover', async () => {
    renderPage(busy().http, {
      search: RANGE,
      discover: {
        getRedirectUrl: ({ query, timeRange }) => `/discover/${query.query}/${timeRange.from}`,
      },
    });

    const links = await screen.findAllByText('View logs');
    expect(links[0].closest('a')?.getAttribute('href')).toBe(
      '/discover/service.name: "checkout"/2026-03-01T10:00:00.000Z'
    );
  });

  it('have no such link without Discover', async () => {
    renderPage(busy().http, { search: RANGE });

    await screen.findByText('Anomalies (60)');
    expect(screen.queryByText('View logs')).toBeNull();
  });
});

describe('the anomaly timeline', () => {
  it('says the same in a table, whose cells can be chosen', async () => {
    const { http, seen } = busy();
    const { history } = renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByLabelText('Table'));
    fireEvent.click(screen.getByLabelText('Times of the anomalies of search'));
    fireEvent.click(screen.getByText('2026-03-01 10:00 to 2026-03-01 11:00: minor, score 30'));

    expect(new URLSearchParams(history.location.search).get('entity')).toBe('search');
    await waitFor(() => expect(seen(SIGNALS).pop()?.query).toMatchObject({ entity: 'search' }));
  });

  it('says how many entities it leaves out', async () => {
    renderPage(busy().http, { search: RANGE });

    expect(
      await screen.findByText(/2 more entities with anomalies are not shown here/)
    ).toBeTruthy();
  });
});

describe('the entity shown', () => {
  it('is the worst one until one is chosen', async () => {
    const { http, seen } = busy();
    renderPage(http, { search: RANGE });

    await waitFor(() => expect(seen(SIGNALS)).toHaveLength(1));
    expect(seen(SIGNALS)[0]).toMatchObject({ query: { entity: 'checkout' }, version: '1' });
  });

  it('is the one in the address, and the one before on the way back', async () => {
    const { http, seen } = busy();
    const { history } = renderPage(http, { search: `${RANGE}&entity=search` });
    const table = within(await screen.findByRole('table'));
    fireEvent.click(await table.findByText('checkout'));
    await waitFor(() => expect(seen(SIGNALS).pop()?.query).toMatchObject({ entity: 'checkout' }));

    act(() => history.goBack());

    await waitFor(() => expect(seen(SIGNALS).pop()?.query).toMatchObject({ entity: 'search' }));
  });

  it('drops the answer about the entity that was left', async () => {
    const { http, seen } = busy({
      [SIGNALS]: ({ query }: { query: { entity: string } }) =>
        query.entity === 'checkout'
          ? new Promise(() => {})
          : { bucketSpanMs: 1, times: [], signals: [], modelNumber: 3, notices: ['of search'] },
    });
    renderPage(http, { search: RANGE });
    const table = within(await screen.findByRole('table'));
    fireEvent.click(await table.findByText('search'));

    expect(await screen.findByText('of search')).toBeTruthy();
    expect(seen(SIGNALS)[0].signal?.aborted).toBe(true);
  });

  it('are those of the area alone that the address names, until all are wanted again', async () => {
    const { http, seen } = busy();
    const area =
      '&areaFrom=2026-03-01T10:00:00.000Z&areaTo=2026-03-01T11:00:00.000Z&areaEntity=checkout';
    const { history } = renderPage(http, { search: `${RANGE}${area}` });

    await screen.findByText('Below: checkout from 2026-03-01 10:00 to 2026-03-01 11:00');
    const listed = () => seen('GET /api/anomaly_detector/anomalies').map(({ query }) => query);
    expect(listed()).toContainEqual(
      expect.objectContaining({
        entity: 'checkout',
        from: '2026-03-01T10:00:00.000Z',
        to: '2026-03-01T11:00:00.000Z',
        sort: 'time',
      })
    );
    fireEvent.click(screen.getByText('Show the whole time range'));

    expect(history.location.search).not.toContain('area');
  });
});
