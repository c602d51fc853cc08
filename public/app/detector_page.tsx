import {
  EuiCallOut,
  EuiEmptyPrompt,
  EuiLoadingLogo,
  EuiPageTemplate,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useEffect, useMemo, useState } from 'react';

import type { DetectorsResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import { useServices } from './app_services';
import { DetectorForm } from './detector_form';
import { DetectorView } from './detector_view';
import { OfferPrompt } from './offer_prompt';
import { PageHeader } from './page_header';
import { NoRights, PageError } from './request_error';
import { resolveTimeRange } from './time_range';
import { useRequest } from './use_request';
import { useUrlState } from './use_url_state';

/** While a detector learns, the page follows by itself at this pace. */
const FOLLOW_MS = 5_000;

/** The app's page: one detector, and how to come by the first. */
export function DetectorPage() {
  const { api, history, rights } = useServices();
  const [url, changeUrl] = useUrlState(history);
  const [refresh, setRefresh] = useState(0);
  const [creating, setCreating] = useState(false);
  const refreshAll = () => setRefresh((count) => count + 1);

  const detectors = useRequest(
    rights.show ? 'detectors' : null,
    (signal) => api.detectors(signal),
    refresh
  );
  // "now" moves on with every refresh.
  const range = useMemo(
    () => ({ refresh, ends: resolveTimeRange(url.from, url.to) }).ends,
    [url.from, url.to, refresh]
  );

  const list = detectors.data?.detectors ?? [];
  const selected = list.find(({ id }) => id === url.detector) ?? list[0];

  const status = selected?.status;
  // From the start to the first scoring there is something to wait for.
  const beginning =
    status?.state === 'learning' || (status?.state === 'running' && status.scoredUpTo === null);
  useEffect(() => {
    if (!beginning) return undefined;
    const timer = setInterval(refreshAll, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [beginning]);

  const showNew = (id: string, ends?: { from: string; to: string }) => {
    setCreating(false);
    changeUrl({ detector: id, entity: undefined, ...ends });
    refreshAll();
  };

  return (
    <EuiPageTemplate offset={0} restrictWidth={false} panelled>
      <PageHeader
        detectors={list}
        selected={selected}
        from={url.from}
        to={url.to}
        loading={detectors.loading}
        onSelect={(id) => changeUrl({ detector: id, entity: undefined })}
        onRange={changeUrl}
        onRefresh={refreshAll}
        onNewDetector={() => setCreating(true)}
      />
      <EuiPageTemplate.Section paddingSize="m">
        {!rights.show ? (
          <NoRights />
        ) : detectors.error ? (
          <PageError error={detectors.error} onRetry={detectors.reload} />
        ) : !detectors.data ? (
          <Loading />
        ) : (
          <>
            <Doubts
              broken={detectors.data.broken}
              missing={
                url.detector !== undefined && selected?.id !== url.detector
                  ? url.detector
                  : undefined
              }
              selected={selected}
            />
            {!selected ? (
              <OfferPrompt
                onCreated={({ id }) => showNew(id)}
                onDescribe={() => setCreating(true)}
              />
            ) : !range ? (
              <InvalidRange from={url.from} to={url.to} />
            ) : (
              <DetectorView
                key={selected.id}
                detector={selected}
                url={url}
                range={range}
                refresh={refresh}
                onUrl={changeUrl}
                onChanged={refreshAll}
              />
            )}
          </>
        )}
      </EuiPageTemplate.Section>
      {creating && <DetectorForm onClose={() => setCreating(false)} onCreated={showNew} />}
    </EuiPageTemplate>
  );
}

function Loading() {
  return (
    <EuiEmptyPrompt
      icon={<EuiLoadingLogo logo="logoObservability" size="xl" />}
      title={
        <h2>
          {i18n.translate('anomalyDetector.page.loading', {
            defaultMessage: 'Loading detectors',
          })}
        </h2>
      }
    />
  );
}

/** Detectors that could not be read, or that the address names in vain. */
function Doubts({
  broken,
  missing,
  selected,
}: {
  broken: DetectorsResponse['broken'];
  missing: string | undefined;
  selected: Detector | undefined;
}) {
  const sentences = [
    ...(missing !== undefined && selected
      ? [
          i18n.translate('anomalyDetector.page.missing', {
            defaultMessage:
              'There is no detector {id} in this space: it was deleted, or the link is from another space. Shown is "{name}".',
            values: { id: missing, name: selected.settings.name },
          }),
        ]
      : []),
    ...broken.map(({ id, reason }) =>
      i18n.translate('anomalyDetector.page.broken', {
        defaultMessage: 'The detector {id} could not be read: {reason}',
        values: { id, reason },
      })
    ),
  ];
  return (
    <>
      {sentences.map((sentence) => (
        <React.Fragment key={sentence}>
          <EuiCallOut size="s" color="warning" iconType="warning" title={sentence} />
          <EuiSpacer size="s" />
        </React.Fragment>
      ))}
    </>
  );
}

function InvalidRange({ from, to }: { from: string; to: string }) {
  return (
    <EuiCallOut
      color="warning"
      iconType="warning"
      title={i18n.translate('anomalyDetector.page.invalidRange', {
        defaultMessage:
          'The time range from "{from}" to "{to}" cannot be read, or ends before it begins. Choose another above.',
        values: { from, to },
      })}
    />
  );
}
