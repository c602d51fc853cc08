import { fireEvent, screen, waitFor } from '@testing-library/react';

import { differenceParamsOf } from '../../public/app/discover_link';
import { aDetector, aRecord, aSettings } from './builders/detector';
import { aDifference, theDifferences } from './builders/differences';
import { fakeServer, refusal } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const DIFFERENCES = 'GET /api/anomaly_detector/detectors/{id}/differences';
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

/** Opens the anomaly of a page on which the server answers this. */
async function opened(answer: unknown, services: Parameters<typeof renderPage>[1] = {}) {
  const server = fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aDetector()], broken: [] },
    'GET /api/anomaly_detector/anomalies': {
      total: 1,
      anomalies: [aRecord({ signal: 'error_rate' })],
    },
    [DIFFERENCES]: answer,
  });
  renderPage(server.http, { search: RANGE, ...services });
  fireEvent.click(await screen.findByLabelText('Signals of checkout at 2026-03-01 10:05'));
  return server;
}

describe('what is different', () => {
  it('is asked for when an anomaly is opened, of its bucket and signal', async () => {
    const { seen } = await opened(theDifferences());

    await waitFor(() => expect(seen(DIFFERENCES)).toHaveLength(1));
    expect(seen(DIFFERENCES)[0].query).toEqual({
      entity: 'checkout',
      signal: 'error_rate',
      from: '2026-03-01T10:05:00.000Z',
      to: '2026-03-01T10:10:00.000Z',
    });
  });

  it('is a sentence with the share beside the usual one, and who else has the same logs', async () => {
    await opened(
      theDifferences({
        differences: [aDifference({ also: [{ field: 'container.id', value: 'c7' }] })],
      })
    );

    expect(
      await screen.findByText(/82 % of the server errors \(5xx\) come from host.name: web-3/)
    ).toBeTruthy();
    expect(screen.getByText(/the same logs: container.id: c7/)).toBeTruthy();
    expect(screen.getByLabelText('Now: 82%').getAttribute('value')).toBe('0.82');
    expect(screen.getByLabelText('Usually: 9%').getAttribute('value')).toBe('0.09');
  });

  it('says since when, and what was compared with what', async () => {
    await opened(theDifferences());

    expect(
      await screen.findByText(
        'Began 2026-03-01 10:00. Compared server errors (5xx) of checkout (50) with its server errors (5xx) of the 24 hours before (340), in 2 fields.'
      )
    ).toBeTruthy();
  });

  it('says when nothing stands out', async () => {
    await opened(theDifferences());

    expect(await screen.findByText(/^Nothing stands out:/)).toBeTruthy();
  });

  it('says so beside a notice of what was compared', async () => {
    const widened = 'There are only 7 server errors (5xx) in the time asked for.';
    await opened(theDifferences({ notices: [widened] }));

    expect(await screen.findByText(/^Nothing stands out:/)).toBeTruthy();
    expect(screen.getByText(widened)).toBeTruthy();
  });

  it('says why nothing could be compared instead', async () => {
    await opened(
      theDifferences({ examinedFields: [], notices: ['There are no logs at all in this time.'] })
    );

    expect(await screen.findByText('There are no logs at all in this time.')).toBeTruthy();
    expect(screen.queryByText(/^Nothing stands out:/)).toBeNull();
  });

  it("says in the server's words why it is not known, and asks again on demand", async () => {
    let asked = 0;
    await opened(() =>
      asked++ === 0 ? refusal(503, 'Elasticsearch did not answer.') : theDifferences()
    );

    expect(await screen.findByText('Elasticsearch did not answer.')).toBeTruthy();
    fireEvent.click(screen.getByText('Try again'));

    expect(await screen.findByText(/^Nothing stands out:/)).toBeTruthy();
  });

  it('leads to exactly these logs in Discover', async () => {
    await opened(theDifferences({ differences: [aDifference()] }), {
      discover: {
        getRedirectUrl: ({ query, timeRange }) => `/discover/${query.query}/${timeRange.from}`,
      },
    });

    const link = await screen.findByLabelText('View the logs with host.name: web-3');
    expect(link.getAttribute('href')).toBe(
      '/discover/service.name: "checkout" and host.name: "web-3" and http.response.status_code >= 500 and http.response.status_code < 600/2026-03-01T10:05:00.000Z'
    );
  });

  it('has no such link without Discover', async () => {
    await opened(theDifferences({ differences: [aDifference()] }));

    await screen.findByText(/82 % of the server errors/);
    expect(screen.queryByText('View these logs')).toBeNull();
  });
});

describe('the logs of a difference', () => {
  const lucene = aSettings({ filter: { language: 'lucene', query: 'env:prod' } });

  it('are of the time compared and no other', () => {
    expect(differenceParamsOf(aSettings(), theDifferences(), aDifference()).timeRange).toEqual({
      from: '2026-03-01T10:05:00.000Z',
      to: '2026-03-01T10:10:00.000Z',
    });
  });

  it('are those of the hour before too, where they have become fewer', () => {
    const answer = theDifferences({ direction: 'low' });
    expect(differenceParamsOf(aSettings(), answer, aDifference()).timeRange.from).toBe(
      '2026-03-01T09:00:00.000Z'
    );
  });

  it("are asked for in Lucene's syntax when the filter is", () => {
    expect(differenceParamsOf(lucene, theDifferences(), aDifference()).query).toEqual({
      language: 'lucene',
      query:
        '(env:prod) AND service.name:"checkout" AND host.name:"web-3" AND http.response.status_code:[500 TO 600}',
    });
  });

  it.each([
    ['kuery', 'event.duration > 2000'],
    ['lucene', 'event.duration:{2000 TO *]'],
  ] as const)('are the slow ones, in %s', (language, bound) => {
    const { foreground, ...answer } = theDifferences();
    const slow = {
      ...answer,
      foreground: { ...foreground, restriction: { field: 'event.duration', gt: 2_000 } },
    };
    const settings = aSettings({ filter: { language, query: '' } });
    expect(differenceParamsOf(settings, slow, aDifference()).query.query).toContain(bound);
  });
});
