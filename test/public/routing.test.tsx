import { fireEvent, screen } from '@testing-library/react';

import { aDetector } from './builders/detector';
import { fakeServer } from './builders/fake_server';
import { renderPage } from './builders/render_page';

const server = () =>
  fakeServer({
    'GET /api/anomaly_detector/detectors': {
      detectors: [aDetector({ settings: { name: 'Shop' } })],
      broken: [],
    },
  });
const RANGE = '?from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';

describe('the addresses of the app', () => {
  it('of an earlier version lead to the same detector, entity and time', async () => {
    const { history } = renderPage(server().http, {
      path: '/',
      search: `${RANGE}&detector=detector-1&entity=checkout`,
    });

    await screen.findByText('Shop');
    expect(history.location.pathname).toBe('/detectors/detector-1');
    expect(Object.fromEntries(new URLSearchParams(history.location.search))).toEqual({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
      entity: 'checkout',
    });
  });

  it('lead to the anomalies where they name a tab that there is not, and to the overview where nothing is there', async () => {
    const { history } = renderPage(server().http, { path: '/detectors/detector-1/nonsense' });
    await screen.findByText('Shop');
    expect(history.location.pathname).toBe('/detectors/detector-1');

    history.push('/nowhere/at/all');
    await screen.findByRole('tab', { name: 'Overview', selected: true });
    expect(history.location.pathname).toBe('/');
  });

  it('take the time range along from page to page', async () => {
    const { history } = renderPage(server().http, { path: '/detectors', search: RANGE });

    fireEvent.click(await screen.findByText('Shop'));

    await screen.findByText('Running');
    expect(history.location.pathname).toBe('/detectors/detector-1');
    expect(`?${decodeURIComponent(history.location.search.slice(1))}`).toBe(RANGE);
  });

  it('are told to Kibana as breadcrumbs and as the title of the document', async () => {
    const { history, breadcrumbs, docTitle } = renderPage(server().http, {
      path: '/detectors/detector-1/incidents',
    });
    await screen.findByText('Running');

    expect(breadcrumbs().map(({ text, href }) => [text, href])).toEqual([
      ['Anomaly Detector', '/'],
      ['Detectors', '/detectors'],
      ['Shop', '/detectors/detector-1'],
      ['Incidents', undefined],
    ]);
    expect(docTitle()).toEqual(['Incidents', 'Shop', 'Detectors', 'Anomaly Detector']);

    history.push('/');
    await screen.findByRole('tab', { name: 'Overview', selected: true });
    expect(breadcrumbs()).toEqual([{ text: 'Anomaly Detector' }]);
    expect(docTitle()).toEqual(['Anomaly Detector']);
  });

  it('leave a link that is to open in a new tab to the browser', async () => {
    const { history } = renderPage(server().http, { path: '/detectors' });

    fireEvent.click(await screen.findByText('Shop'), { ctrlKey: true });

    expect(history.location.pathname).toBe('/detectors');
  });
});
