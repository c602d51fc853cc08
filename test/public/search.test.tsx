import { act, configure, fireEvent, screen, waitFor } from '@testing-library/react';
import type { SearchBarProps } from '@kbn/unified-search-plugin/public';
import React from 'react';

import type { AppServices } from '../../public/app/app_services';
import { aDetector, aRecord } from './builders/detector';
import { fakeServer } from './builders/fake_server';
import { renderPage } from './builders/render_page';

configure({ testIdAttribute: 'data-test-subj' });

const ANOMALIES = 'GET /api/anomaly_detector/anomalies';
const INCIDENTS = 'GET /api/anomaly_detector/detectors/{id}/incidents';
const SWIM_LANE = 'GET /internal/anomaly_detector/detectors/{id}/swim_lane';
const SIGNALS = 'GET /internal/anomaly_detector/detectors/{id}/signals';
const RANGE = 'from=2026-03-01T00:00:00.000Z&to=2026-03-02T00:00:00.000Z';
const CRITICAL = 'language=lucene&query=severity:critical';
const IS_CRITICAL = {
  bool: {
    must: [{ query_string: { query: 'severity:critical' } }],
    filter: [],
    should: [],
    must_not: [],
  },
};

const server = (answers: Record<string, unknown> = {}) =>
  fakeServer({
    'GET /api/anomaly_detector/detectors': { detectors: [aDetector()], broken: [] },
    'GET /api/anomaly_detector/detectors/{id}': { ...aDetector(), backfill: null },
    [ANOMALIES]: { total: 1, anomalies: [aRecord()] },
    ...answers,
  });

/** The condition that each request of a kind was made with, in JSON as it travels. */
const filtersOf = (seen: ReturnType<typeof fakeServer>['seen'], key: string): unknown[] =>
  seen(key).map(({ query }) =>
    query?.filter === undefined ? undefined : (JSON.parse(String(query.filter)) as unknown)
  );

/** Kibana's search bar, of which a test sees what it is given. */
function kibanasSearchBar() {
  let props: SearchBarProps | undefined;
  return {
    SearchBar: (given: SearchBarProps) => {
      props = given;
      return <div data-test-subj="kibanasSearchBar" />;
    },
    given: (): SearchBarProps => {
      if (!props) throw new Error('The search bar is not shown');
      return props;
    },
  };
}

describe('a search of the address', () => {
  it('narrows timeline, marks and table to what matches, and leaves the charts as they are', async () => {
    const { http, seen } = server();
    renderPage(http, { search: `?${RANGE}&${CRITICAL}` });

    await waitFor(() => {
      expect(filtersOf(seen, SWIM_LANE)).toEqual([IS_CRITICAL]);
      // The table's, and that of the marks in the charts.
      expect(filtersOf(seen, ANOMALIES)).toEqual([IS_CRITICAL, IS_CRITICAL]);
      expect(seen(SIGNALS)).toHaveLength(1);
    });
    expect(filtersOf(seen, SIGNALS)).toEqual([undefined]);
  });

  it('narrows the incidents', async () => {
    const { http, seen } = server();
    renderPage(http, {
      path: '/detectors/detector-1/incidents',
      search: `?${RANGE}&${CRITICAL}`,
    });

    await screen.findByText('No incidents of this time range match the search.');
    expect(filtersOf(seen, INCIDENTS)).toEqual([IS_CRITICAL]);
  });

  it('is told apart from quiet when nothing matches, and can be cleared', async () => {
    const { http, seen } = server();
    const { history } = renderPage(http, { search: `?${RANGE}&${CRITICAL}` });

    await screen.findByText('No anomalies of this time range match the search');
    fireEvent.click(screen.getByText('Clear the search'));

    await waitFor(() => expect(filtersOf(seen, SWIM_LANE)).toEqual([IS_CRITICAL, undefined]));
    expect(screen.queryByTestId('noMatches')).toBeNull();
    expect(new URLSearchParams(history.location.search).has('query')).toBe(false);
  });

  it('that cannot be read is said so, and asks the server for nothing', async () => {
    const { http, seen } = server();
    renderPage(http, { search: `?${RANGE}&language=kuery&query=severity:(` });

    expect((await screen.findByTestId('invalidSearch')).textContent).toContain('severity:(');
    expect(seen(ANOMALIES)).toEqual([]);
    fireEvent.click(screen.getByText('Clear the search'));
    await waitFor(() => expect(filtersOf(seen, SWIM_LANE)).toEqual([undefined]));
  });

  it('goes along from tab to tab', async () => {
    renderPage(server().http, { search: `?${RANGE}&${CRITICAL}` });

    const tab = await screen.findByRole('tab', { name: 'Incidents' });
    expect(tab.getAttribute('href')).toContain('query=severity%3Acritical');
  });
});

describe('the search without Kibana', () => {
  it('is written in Lucene’s syntax', async () => {
    const { http, seen } = server();
    const { history } = renderPage(http, { search: `?${RANGE}` });

    const field = await screen.findByLabelText('Search anomalies in Lucene’s syntax');
    fireEvent.change(field, { target: { value: 'severity:critical' } });
    fireEvent.keyUp(field, { key: 'Enter' });

    await waitFor(() => expect(filtersOf(seen, SWIM_LANE)).toEqual([undefined, IS_CRITICAL]));
    expect(new URLSearchParams(history.location.search).get('language')).toBe('lucene');
  });
});

describe('the search bar of Kibana', () => {
  const rendered = (search: string, changed: Partial<AppServices> = {}) => {
    const bar = kibanasSearchBar();
    const fake = server();
    const page = renderPage(fake.http, { search, SearchBar: bar.SearchBar, ...changed });
    return { ...fake, ...page, given: bar.given };
  };

  it('stands in for ours, with what the address says', async () => {
    const filters = [{ meta: { alias: null, negate: false } }];
    const { given } = rendered(
      `?${RANGE}&query=a&filters=${encodeURIComponent(JSON.stringify(filters))}`
    );

    await screen.findByTestId('kibanasSearchBar');
    expect(given()).toMatchObject({
      dateRangeFrom: '2026-03-01T00:00:00.000Z',
      query: { language: 'kuery', query: 'a' },
      filters,
      showFilterBar: true,
    });
    expect(screen.queryByLabelText('Search anomalies in Lucene’s syntax')).toBeNull();
  });

  it('changes query, time range and filters in the address', async () => {
    const { given, history, seen } = rendered(`?${RANGE}`);
    await screen.findByTestId('kibanasSearchBar');

    act(() =>
      given().onQuerySubmit?.({
        dateRange: { from: 'now-7d', to: 'now' },
        query: { language: 'lucene', query: 'severity:critical' },
      })
    );
    await waitFor(() => expect(filtersOf(seen, SWIM_LANE)).toContainEqual(IS_CRITICAL));
    expect(new URLSearchParams(history.location.search).get('from')).toBe('now-7d');

    act(() => given().onFiltersUpdated?.([{ meta: { alias: 'mine' } }]));
    expect(new URLSearchParams(history.location.search).get('filters')).toBe(
      '[{"meta":{"alias":"mine"}}]'
    );
    act(() => given().onFiltersUpdated?.([]));
    expect(new URLSearchParams(history.location.search).has('filters')).toBe(false);
  });

  it('asks for the same again when nothing has changed', async () => {
    const { given, seen } = rendered(`?${RANGE}`);
    await waitFor(() => expect(seen(SWIM_LANE)).toHaveLength(1));

    const dateRange = { from: given().dateRangeFrom!, to: given().dateRangeTo! };
    act(() => given().onQuerySubmit?.({ dateRange, query: given().query }));

    await waitFor(() => expect(seen(SWIM_LANE)).toHaveLength(2));
  });

  it('is offered the fields of the space’s data view of anomalies', async () => {
    const records = { id: 'anomaly-detector-records-default', title: 'api-anomalies' };
    const { given } = rendered(`?${RANGE}`, {
      dataViews: {
        getIdsWithTitle: () => Promise.resolve([{ id: 'other', title: 'logs-*' }, records]),
        get: (id) => Promise.resolve({ ...records, id }),
      },
    });

    await waitFor(() => expect(given().indexPatterns).toEqual([records]));
  });

  it('offers the time range alone where there are no anomalies to search', async () => {
    const { given } = rendered(`?${RANGE}`);
    await screen.findByTestId('kibanasSearchBar');
    expect(given().showQueryInput).toBe(true);

    fireEvent.click(screen.getByRole('tab', { name: 'Models' }));

    await waitFor(() => expect(given().showQueryInput).toBe(false));
    expect(given().showDatePicker).toBe(true);
  });
});

describe('the time range that Kibana’s apps share', () => {
  const sharedRange = (touched: boolean) => {
    const set: unknown[] = [];
    return {
      set,
      timefilter: {
        getTime: () => ({ from: 'now-3d', to: 'now' }),
        setTime: (range: unknown) => void set.push(range),
        isTimeTouched: () => touched,
      },
    };
  };

  it('holds here where the address names none and somebody has chosen it', async () => {
    const { timefilter, set } = sharedRange(true);
    const bar = kibanasSearchBar();
    renderPage(server().http, { timefilter, SearchBar: bar.SearchBar });

    await screen.findByTestId('kibanasSearchBar');
    expect(bar.given().dateRangeFrom).toBe('now-3d');
    expect(set).toEqual([]);
  });

  it('is the last day where nobody has', async () => {
    const { timefilter } = sharedRange(false);
    const bar = kibanasSearchBar();
    renderPage(server().http, { timefilter, SearchBar: bar.SearchBar });

    await screen.findByTestId('kibanasSearchBar');
    expect(bar.given().dateRangeFrom).toBe('now-24h');
  });

  it('becomes that of the address, unless that is none', async () => {
    const { timefilter, set } = sharedRange(true);
    renderPage(server().http, { timefilter, search: '?from=now-7d&to=now' });
    renderPage(server().http, { timefilter, search: '?from=now&to=now-7d' });

    await waitFor(() => expect(set).toEqual([{ from: 'now-7d', to: 'now' }]));
  });
});
