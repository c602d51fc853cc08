import { fireEvent, screen, waitFor, within } from '@testing-library/react';

import { aDetector, anIncident } from './builders/detector';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DETECTORS = 'GET /api/anomaly_detector/detectors';
const INCIDENTS = 'GET /api/anomaly_detector/detectors/{id}/incidents';
const SIGNALS = 'GET /internal/anomaly_detector/detectors/{id}/signals';
const FROM = '2026-03-01T00:00:00.000Z';
const TO = '2026-03-02T00:00:00.000Z';
const TAB = { path: '/detectors/detector-1/incidents', search: `?from=${FROM}&to=${TO}` };

const serverWith = (incidents: unknown) =>
  fakeServer({
    [DETECTORS]: { detectors: [aDetector()], broken: [] },
    [INCIDENTS]: incidents,
  });

const table = async () => screen.findByRole('table');

describe('the incidents', () => {
  it('stand in a list: who, since when, how long, how bad, and a sentence', async () => {
    const { http } = serverWith({
      total: 2,
      incidents: [
        anIncident(),
        anIncident({
          id: 'incident-2',
          entity: 'search',
          maxScore: 30,
          end: '2026-03-04T10:05:00.000Z',
          state: 'open',
          description: 'No requests, where 120 are typical',
        }),
      ],
    });
    renderPage(http, TAB);
    await screen.findByText('Incidents (2)');

    const [, first, second] = within(await table()).getAllByRole('row');
    for (const text of ['Critical', '82', 'checkout', '2026-03-01 10:05', '90 minutes']) {
      expect(within(first).getByText(text)).toBeTruthy();
    }
    expect(within(first).getByText(/4\.2 times the typical/)).toBeTruthy();
    expect(within(first).queryByText('ongoing')).toBeNull();
    for (const text of ['Minor', 'search', /3 days/, 'ongoing']) {
      expect(within(second).getByText(text)).toBeTruthy();
    }
  });

  it('say why their worst anomaly is no alarm', async () => {
    const { http } = serverWith({
      total: 1,
      incidents: [anIncident({ suppressedBy: 'calendar', suppressedReason: 'Maintenance' })],
    });
    renderPage(http, TAB);

    expect(await screen.findByText('in a calendar: Maintenance')).toBeTruthy();
  });

  it('lead to their entity, and to their time with as much again on either side', async () => {
    const { http, seen } = serverWith({ total: 1, incidents: [anIncident({ entity: 'pay' })] });
    const { history } = renderPage(http, TAB);

    fireEvent.click(await screen.findByText('pay'));

    await waitFor(() => expect(seen(SIGNALS).pop()?.query).toMatchObject({ entity: 'pay' }));
    expect(history.location.pathname).toBe('/detectors/detector-1');
    const address = new URLSearchParams(history.location.search);
    expect(Object.fromEntries(address)).toMatchObject({
      entity: 'pay',
      from: '2026-03-01T08:35:00.000Z',
      to: '2026-03-01T13:05:00.000Z',
    });
  });

  it('are asked for page by page', async () => {
    const { http, seen } = serverWith({
      total: 12,
      incidents: Array.from({ length: 10 }, (_, index) => anIncident({ id: `incident-${index}` })),
    });
    renderPage(http, TAB);
    await screen.findByText('Incidents (12)');
    expect(seen(INCIDENTS)[0].query).toEqual({ from: FROM, to: TO, size: 10, page: 1 });

    fireEvent.click(screen.getByLabelText('Page 2 of 2'));

    await waitFor(() => expect(seen(INCIDENTS).pop()?.query).toMatchObject({ page: 2 }));
  });

  it('say so where there are none', async () => {
    const { http } = serverWith({ total: 0, incidents: [] });
    renderPage(http, TAB);

    expect(await screen.findByText('No incidents in this time range.')).toBeTruthy();
  });

  it('say why when they cannot be read', async () => {
    const { http } = serverWith(refusal(403, 'A privilege is missing.'));
    renderPage(http, TAB);

    await screen.findByText('The incidents could not be read');
    expect(screen.getByText('A privilege is missing.')).toBeTruthy();
  });
});
