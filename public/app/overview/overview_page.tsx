import { EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo, useState } from 'react';

import type { Detector } from '../../../common/detector';
import { useServices } from '../app_services';
import { InvalidRange } from '../layout/invalid_range';
import { LoadingPrompt } from '../layout/loading_prompt';
import { MainPage } from '../layout/main_page';
import { TimeRangePicker } from '../layout/time_range_picker';
import { Warnings } from '../layout/warnings';
import { OfferPrompt } from '../offer_prompt';
import { PageError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { usePlace } from '../routing/use_place';
import { isoRange, resolveTimeRange, type TimeRange } from '../time_range';
import { brokenSentences, useDetectors } from '../use_detectors';
import { useRequest } from '../use_request';
import { useUrlState } from '../use_url_state';
import { Attention } from './attention';
import { DetectorLanes } from './detector_lanes';
import { OpenIncidents } from './open_incidents';

/** What is wrong now, over all detectors; without any, how to come by the first. */
export function OverviewPage() {
  const { goTo } = useLinks();
  const [url, changeUrl] = useUrlState();
  const [refresh, setRefresh] = useState(0);
  const refreshAll = () => setRefresh((count) => count + 1);
  const { data, error, loading, reload } = useDetectors(refresh);
  // "now" moves on with every refresh.
  const range = useMemo(
    () => ({ refresh, ends: resolveTimeRange(url.from, url.to) }).ends,
    [url.from, url.to, refresh]
  );
  usePlace([]);

  return (
    <MainPage shown="overview">
      {error ? (
        <PageError error={error} onRetry={reload} />
      ) : !data ? (
        <LoadingPrompt
          title={i18n.translate('anomalyDetector.page.loading', {
            defaultMessage: 'Loading detectors',
          })}
        />
      ) : (
        <>
          <Warnings sentences={brokenSentences(data.broken)} />
          {data.detectors.length === 0 ? (
            <OfferPrompt
              onCreated={({ id }) => goTo(places.detector(id))}
              onDescribe={() => goTo(places.create)}
            />
          ) : (
            <>
              <EuiFlexGroup justifyContent="flexEnd">
                <EuiFlexItem grow={false}>
                  <TimeRangePicker
                    from={url.from}
                    to={url.to}
                    loading={loading}
                    onRange={changeUrl}
                    onRefresh={refreshAll}
                  />
                </EuiFlexItem>
              </EuiFlexGroup>
              <EuiSpacer size="m" />
              {range ? (
                <Overview
                  detectors={data.detectors}
                  range={range}
                  rangeKey={`${url.from} ${url.to}`}
                  refresh={refresh}
                />
              ) : (
                <InvalidRange from={url.from} to={url.to} />
              )}
            </>
          )}
        </>
      )}
    </MainPage>
  );
}

function Overview({
  detectors,
  range,
  rangeKey,
  refresh,
}: {
  detectors: Detector[];
  range: TimeRange;
  rangeKey: string;
  refresh: number;
}) {
  const { api } = useServices();
  const incidents = useRequest('open incidents', (signal) => api.openIncidents(signal), refresh);
  const overview = useRequest(
    `overview ${rangeKey}`,
    (signal) => api.overview(isoRange(range), signal),
    refresh
  );
  return (
    <>
      <OpenIncidents detectors={detectors} incidents={incidents} />
      <EuiSpacer size="m" />
      <Attention detectors={detectors} />
      <DetectorLanes detectors={detectors} overview={overview} range={range} />
    </>
  );
}
