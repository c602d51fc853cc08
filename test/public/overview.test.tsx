import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';

import { aDetector, anIncident, aNewDetector } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

configure({ testIdAttribute: 'data-test-subj' });

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const INCIDENTS = 'GET /api/anomaly_detector/incidents';
const OVERVIEW = 'GET /internal/anomaly_detector/overview';
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';
const atOverview = { path: '/', search: RANGE };

const shop = aDetector({ settings: { name: 'Shop' } });

describe('the overview', () => {
  it('says who is in trouble now: since when, how bad and why, and leads there', async () => {
    const { http } = fakeServer({
      [DETECTORS]: { detectors: [shop], broken: [] },
      [INCIDENTS]: {
        total: 1,
        incidents: [{ ...anIncident({ entity: 'pay', state: 'open' }), detectorId: shop.id }],
      },
    });
    const { history } = renderPage(http, atOverview);

    const incidents = await screen.findByTestId('openIncidents');
    expect(await within(incidents).findByText('Critical')).toBeTruthy();
    expect(within(incidents).getByText('2026-03-01 10:05, for 90 minutes')).toBeTruthy();
    expect(within(incidents).getByText(/4\.2 times the typical/)).toBeTruthy();
    fireEvent.click(within(incidents).getByText('pay'));

    expect(history.location.pathname).toBe('/detectors/detector-1');
    expect(Object.fromEntries(new URLSearchParams(history.location.search))).toEqual({
      entity: 'pay',
      from: '2026-03-01T08:35:00.000Z',
      to: '2026-03-01T13:05:00.000Z',
    });
  });

  it('says so when nothing is wrong', async () => {
    const { http } = fakeServer({ [DETECTORS]: { detectors: [shop], broken: [] } });
    renderPage(http, atOverview);

    expect(await screen.findByText('No open incidents')).toBeTruthy();
    expect(await screen.findByText('1 detector found nothing in this time range.')).toBeTruthy();
    expect(screen.queryByText('Detectors that need attention')).toBeNull();
  });

  it('does not say "every detector" of one that found something', async () => {
    const cells = [{ time: Date.parse('2026-03-01T10:00:00.000Z'), score: 91 }];
    const counts = { warning: 0, minor: 0, major: 0, critical: 1 };
    const withLanes = (...ids: string[]) =>
      fakeServer({
        [DETECTORS]: {
          detectors: ids.map((id) => aDetector({ id, settings: { name: id } })),
          broken: [],
        },
        [OVERVIEW]: {
          intervalMs: 900_000,
          detectors: ids.map((id) => ({ id, counts, cells })),
        },
      }).http;
    const { unmount } = renderPage(withLanes('one'), atOverview);
    await waitFor(() => expect(document.querySelector('.echChart')).not.toBeNull());
    expect(screen.queryByText(/in this time range\.$/)).toBeNull();
    unmount();

    renderPage(withLanes('one', 'two'), atOverview);
    expect(
      await screen.findByText('Every detector found anomalies in this time range.')
    ).toBeTruthy();
  });

  it('names the detectors that somebody should look after, with the reason', async () => {
    const degraded = aDetector({
      id: 'detector-2',
      settings: { name: 'Billing' },
      status: {
        state: 'degraded',
        message: 'The key was revoked.',
        health: [
          {
            kind: 'ingest_gap',
            message: 'No logs have come for an hour.',
            since: '2026-03-01T00:00:00.000Z',
          },
        ],
      },
    });
    const untrained = aNewDetector({ id: 'detector-3' });
    const { http } = fakeServer({
      [DETECTORS]: { detectors: [shop, degraded, untrained], broken: [] },
    });
    renderPage(http, atOverview);

    const attention = within(await screen.findByTestId('attention'));
    expect(attention.getByText('Billing')).toBeTruthy();
    expect(attention.getByText('The key was revoked.')).toBeTruthy();
    expect(attention.getByText('No logs have come for an hour.')).toBeTruthy();
    expect(attention.getByText(/It was never trained and is stopped/)).toBeTruthy();
    expect(attention.queryByText('Shop')).toBeNull();
  });

  it('names a detector whose logs no longer have a field, although it runs', async () => {
    const message = 'No log of "api-logs-*" has had a value in "event.duration" since 8 o’clock.';
    const health = [
      { kind: 'fields_missing' as const, message, since: '2026-03-01T08:00:00.000Z' },
    ];
    const { http } = fakeServer({
      [DETECTORS]: { detectors: [aDetector({ status: { health } })], broken: [] },
    });
    renderPage(http, atOverview);

    const attention = within(await screen.findByTestId('attention'));
    expect(attention.getByText('Fields missing')).toBeTruthy();
    expect(attention.getByText(message)).toBeTruthy();
  });

  it('keeps the rest when one part cannot be read', async () => {
    const { http } = fakeServer({
      [DETECTORS]: { detectors: [shop], broken: [] },
      [INCIDENTS]: refusal(403, 'You may not read api-anomalies.'),
    });
    renderPage(http, atOverview);

    expect(await screen.findByText('You may not read api-anomalies.')).toBeTruthy();
    expect(await screen.findByText('1 detector found nothing in this time range.')).toBeTruthy();
  });

  it('asks for the time range of the address', async () => {
    const { http, seen } = fakeServer({ [DETECTORS]: { detectors: [shop], broken: [] } });
    renderPage(http, atOverview);
    await screen.findByText('No open incidents');

    expect(seen(OVERVIEW)[0].query).toEqual({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
    });
  });
});
