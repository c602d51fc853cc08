import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useEffect, useMemo, useState } from 'react';

import { AppPage } from '../layout/app_page';
import { InvalidRange } from '../layout/invalid_range';
import { LoadingPrompt } from '../layout/loading_prompt';
import { PageError } from '../request_error';
import { DEFAULT_TAB, places, type TabId } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { usePlace } from '../routing/use_place';
import { resolveTimeRange } from '../time_range';
import { useDetector } from '../use_detectors';
import { useUrlState } from '../use_url_state';
import { detectorTabs } from './detector_tabs';
import { DetectorView } from './detector_view';

/** While a detector learns, the page follows by itself at this pace. */
const FOLLOW_MS = 5_000;

/** One detector: how it stands, what can be done, what it found. */
export function DetectorPage({ id, tab = DEFAULT_TAB }: { id: string; tab?: TabId }) {
  const [url, changeUrl] = useUrlState();
  const [refresh, setRefresh] = useState(0);
  const refreshAll = () => setRefresh((count) => count + 1);
  const request = useDetector(id, refresh);
  // "now" moves on with every refresh.
  const range = useMemo(
    () => ({ refresh, ends: resolveTimeRange(url.from, url.to) }).ends,
    [url.from, url.to, refresh]
  );
  const detector = request.data;
  const status = detector?.status;
  // From the start to the first scoring there is something to wait for.
  const beginning =
    status?.state === 'learning' || (status?.state === 'running' && status.scoredUpTo === null);
  useEffect(() => {
    if (!beginning) return undefined;
    const timer = setInterval(refreshAll, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [beginning]);

  const tabLabel = detectorTabs().find((one) => one.id === tab)?.label;
  usePlace([
    {
      text: i18n.translate('anomalyDetector.page.detectors', { defaultMessage: 'Detectors' }),
      pathname: places.detectors,
    },
    { text: detector?.settings.name ?? id, pathname: places.detector(id) },
    ...(tab === DEFAULT_TAB || tabLabel === undefined ? [] : [{ text: tabLabel }]),
  ]);

  if (!detector) {
    return (
      <AppPage
        title={i18n.translate('anomalyDetector.app.title', { defaultMessage: 'Anomaly Detector' })}
      >
        {request.error?.status === 404 ? (
          <NoSuchDetector id={id} />
        ) : request.error ? (
          <PageError error={request.error} onRetry={request.reload} />
        ) : (
          <LoadingPrompt
            title={i18n.translate('anomalyDetector.page.loading', {
              defaultMessage: 'Loading detectors',
            })}
          />
        )}
      </AppPage>
    );
  }
  return (
    <DetectorView
      detector={detector}
      tab={tab}
      url={url}
      range={range}
      invalidRange={range ? null : <InvalidRange from={url.from} to={url.to} />}
      loading={request.loading}
      refresh={refresh}
      onUrl={changeUrl}
      onChanged={refreshAll}
    />
  );
}

function NoSuchDetector({ id }: { id: string }) {
  const { linkTo } = useLinks();
  return (
    <EuiEmptyPrompt
      iconType="search"
      title={
        <h2>
          {i18n.translate('anomalyDetector.page.missingTitle', {
            defaultMessage: 'Detector not found',
          })}
        </h2>
      }
      body={
        <p>
          {i18n.translate('anomalyDetector.page.missing', {
            defaultMessage:
              'There is no detector {id} in this space: it was deleted, or the link is from another space.',
            values: { id },
          })}
        </p>
      }
      actions={
        <EuiButton fill {...linkTo(places.detectors)}>
          {i18n.translate('anomalyDetector.page.toDetectors', {
            defaultMessage: 'Show all detectors',
          })}
        </EuiButton>
      }
    />
  );
}
