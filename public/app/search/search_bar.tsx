import { EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import type { SearchBarProps } from '@kbn/unified-search-plugin/public';
import React, { useState, type ComponentType } from 'react';

import { useServices } from '../app_services';
import { REFRESH_MS, TimeRangePicker } from '../layout/time_range_picker';
import type { UrlState } from '../use_url_state';
import { LuceneField } from './lucene_field';
import { searchInAddress, type RecordSearch } from './search_state';
import { useRecordsDataView } from './use_records_data_view';

/** What can be read without Kibana. */
const LUCENE = 'lucene';

interface Props {
  url: UrlState;
  search: RecordSearch;
  /** Whether the page shows anomalies, which can be searched; without them there is the time range alone. */
  isSearchable: boolean;
  loading: boolean;
  onUrl: (change: Partial<UrlState>) => void;
  onRefresh: () => void;
}

/** Query, filters, time range and refresh: Kibana's own search bar where there is one. */
export function SearchBar(props: Props) {
  const { SearchBar: KibanasOwn } = useServices();
  return KibanasOwn ? <InKibana {...props} Bar={KibanasOwn} /> : <Plain {...props} />;
}

function InKibana({
  Bar,
  url: { from, to },
  search,
  isSearchable,
  loading,
  onUrl,
  onRefresh,
}: Props & { Bar: ComponentType<SearchBarProps> }) {
  const dataView = useRecordsDataView();
  const [refresh, setRefresh] = useState({ isPaused: true, refreshInterval: REFRESH_MS });
  return (
    <Bar
      appName="anomalyDetector"
      dataTestSubj="anomalyDetectorSearchBar"
      useDefaultBehaviors={false}
      displayStyle="inPage"
      indexPatterns={dataView ? [dataView] : []}
      showQueryInput={isSearchable}
      showQueryMenu={isSearchable}
      showFilterBar={isSearchable}
      showDatePicker
      query={search.query}
      filters={search.filters}
      dateRangeFrom={from}
      dateRangeTo={to}
      isLoading={loading}
      isRefreshPaused={refresh.isPaused}
      refreshInterval={refresh.refreshInterval}
      onRefreshChange={setRefresh}
      onRefresh={onRefresh}
      onQuerySubmit={({ dateRange, query = search.query }) => {
        const isSame =
          dateRange.from === from &&
          dateRange.to === to &&
          query.query === search.query.query &&
          query.language === search.query.language;
        if (isSame) onRefresh();
        else onUrl({ from: dateRange.from, to: dateRange.to, ...searchInAddress({ query }) });
      }}
      onFiltersUpdated={(filters) => onUrl(searchInAddress({ filters }))}
    />
  );
}

function Plain({ url, isSearchable, loading, onUrl, onRefresh }: Props) {
  return (
    <EuiFlexGroup justifyContent="flexEnd" gutterSize="s" wrap>
      {isSearchable && (
        <EuiFlexItem>
          <LuceneField
            value={url.query ?? ''}
            onSearch={(query) => onUrl(searchInAddress({ query: { language: LUCENE, query } }))}
          />
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <TimeRangePicker
          from={url.from}
          to={url.to}
          loading={loading}
          onRange={onUrl}
          onRefresh={onRefresh}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
