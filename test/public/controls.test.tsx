import { act, fireEvent, screen, waitFor } from '@testing-library/react';

import { aDetector, aRun, aSettings } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const DETECTOR = '/api/anomaly_detector/detectors/{id}';
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

const detectors = (...list: unknown[]) => ({ detectors: list, broken: [] });

describe('the controls of a detector', () => {
  it('are hidden from who may only look, who is told why', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(aDetector()) });
    renderPage(http, { search: RANGE, rights: { show: true, save: false } });

    expect(await screen.findByText(/You may look, but not train, start or stop/)).toBeTruthy();
    expect(screen.queryByText('Stop')).toBeNull();
    expect(screen.queryByText('Train now')).toBeNull();
    expect(screen.queryByText('New detector')).toBeNull();
  });

  it('stop a running detector and offer to start it again', async () => {
    let enabled = true;
    const { http } = fakeServer({
      [DETECTORS]: () => detectors(aDetector({ enabled })),
      [`POST ${DETECTOR}/_stop`]: () => {
        enabled = false;
        return aDetector({ enabled });
      },
    });
    renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByText('Stop'));

    expect(await screen.findByText('Start')).toBeTruthy();
  });

  it("say in the server's words why an action was refused", async () => {
    const { http } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [`POST ${DETECTOR}/_stop`]: refusal(409, 'Somebody else changed the detector: try again.'),
    });
    const { dangers } = renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByText('Stop'));

    await waitFor(() =>
      expect(dangers).toEqual([
        {
          title: 'The detector could not be stopped',
          text: 'Somebody else changed the detector: try again.',
        },
      ])
    );
  });

  it('score the range shown after it was confirmed, spelled out', async () => {
    const { http, seen } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [`POST ${DETECTOR}/_score`]: aRun({ kind: 'score' }),
    });
    renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByText('Score past range'));
    expect(await screen.findByText('2026-03-01 00:00 to 2026-03-02 00:00')).toBeTruthy();
    expect(seen(`POST ${DETECTOR}/_score`)).toHaveLength(0);
    fireEvent.click(screen.getByText('Score this range'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/_score`)).toMatchObject([
        { body: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' } },
      ])
    );
    expect(await screen.findByText(/^Scoring/)).toBeTruthy();
  });

  it('propose to train on the range shown when the usual window does not reach it', async () => {
    const { http, seen } = fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [`POST ${DETECTOR}/_train`]: aRun(),
    });
    renderPage(http, { search: '?from=2015-05-17T00:00:00Z&to=2015-05-21T00:00:00Z' });

    fireEvent.click(await screen.findByText('Train now'));
    fireEvent.click(await screen.findByText('Train'));

    await waitFor(() =>
      expect(seen(`POST ${DETECTOR}/_train`)).toMatchObject([
        { body: { from: '2015-05-17T00:00:00.000Z', to: '2015-05-21T00:00:00.000Z' } },
      ])
    );
  });

  it('refuse to score more days than the server reads in one go', async () => {
    const { http } = fakeServer({ [DETECTORS]: detectors(aDetector()) });
    renderPage(http, { search: '?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z' });

    fireEvent.click(await screen.findByText('Score past range'));

    expect(
      await screen.findByText(/The range is 731 days long; at most 400 days are read in one go/)
    ).toBeTruthy();
    expect(screen.getByText('Score this range').closest('button')?.hasAttribute('disabled')).toBe(
      true
    );
  });

  it('change how often it scores and keep every other setting', async () => {
    const settings = aSettings({ description: 'of the shop', maxEntities: 5 });
    const { http, seen } = fakeServer({
      [DETECTORS]: detectors(aDetector({ settings })),
      [`PUT ${DETECTOR}`]: aDetector({ settings }),
    });
    renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByText('Scores every 1 minute'));
    fireEvent.change(await screen.findByLabelText('Look for anomalies every'), {
      target: { value: '5m' },
    });
    fireEvent.click(screen.getByText('Save'));

    await waitFor(() => expect(seen(`PUT ${DETECTOR}`)).toHaveLength(1));
    expect(seen(`PUT ${DETECTOR}`)[0].body).toEqual(
      JSON.parse(
        JSON.stringify({ ...settings, schedule: { ...settings.schedule, scoreEvery: '5m' } })
      )
    );
  });
});

describe('a run under way', () => {
  const underWay = (answers: Record<string, unknown>) =>
    fakeServer({
      [DETECTORS]: detectors(aDetector()),
      [`GET ${DETECTOR}/runs`]: { runs: [aRun()] },
      [`GET ${DETECTOR}/runs/{runId}`]: aRun(),
      ...answers,
    });

  it('shows its progress and what it is doing', async () => {
    const { http } = underWay({});
    renderPage(http, { search: RANGE });

    expect(await screen.findByText('Counting logs: 7 of 28 days')).toBeTruthy();
    expect(screen.getByText('25%')).toBeTruthy();
  });

  it('is followed until it ends, then shows its outcome and reads the detector again', async () => {
    const { http, seen } = underWay({
      [`GET ${DETECTOR}/runs/{runId}`]: aRun({
        state: 'done',
        progress: 1,
        message: 'Model 4 is in use.',
        notices: ['No response time field was found.'],
      }),
    });
    renderPage(http, { search: RANGE });
    await screen.findByText('Counting logs: 7 of 28 days');
    const asked = seen(`GET ${DETECTOR}`).length;

    expect(await screen.findByText('Model 4 is in use.', {}, { timeout: 5_000 })).toBeTruthy();
    expect(screen.getByText('No response time field was found.')).toBeTruthy();
    await waitFor(() => expect(seen(`GET ${DETECTOR}`).length).toBeGreaterThan(asked));
  });

  it('shows why it failed', async () => {
    const { http } = underWay({
      [`GET ${DETECTOR}/runs/{runId}`]: aRun({ state: 'failed', message: 'There are no logs.' }),
    });
    renderPage(http, { search: RANGE });

    expect(await screen.findByRole('alert', {}, { timeout: 5_000 })).toHaveProperty(
      'textContent',
      expect.stringContaining('There are no logs.')
    );
  });

  it('can be cancelled', async () => {
    const { http, seen } = underWay({
      [`DELETE ${DETECTOR}/runs/{runId}`]: aRun({
        state: 'cancelled',
        message: 'Cancelled by ada.',
      }),
    });
    renderPage(http, { search: RANGE });

    fireEvent.click(await screen.findByText('Cancel'));

    expect(await screen.findByText('Cancelled by ada.')).toBeTruthy();
    expect(seen(`DELETE ${DETECTOR}/runs/{runId}`)).toHaveLength(1);
  });

  it('is not asked about any more once the page is left', async () => {
    const { http, seen } = underWay({});
    const { unmount } = renderPage(http, { search: RANGE });
    await screen.findByText('Counting logs: 7 of 28 days');

    unmount();
    await act(async () => {
      await Promise.resolve();
    });

    const asked = seen(`GET ${DETECTOR}`);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every(({ signal }) => signal?.aborted)).toBe(true);
  });
});
