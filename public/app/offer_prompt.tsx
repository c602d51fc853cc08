import {
  EuiButton,
  EuiButtonEmpty,
  EuiCodeBlock,
  EuiEmptyPrompt,
  EuiLoadingLogo,
  EuiSpacer,
  EuiTextAlign,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { OfferResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import { formatCount } from '../charts/signal_format';
import { describeApiError } from '../api/api_error';
import { useServices } from './app_services';
import { Notices } from './notices';
import { PageError } from './request_error';
import { places } from './routing/places';
import { useLinks } from './routing/use_links';
import { SampleDataButton } from './sample_data/sample_data_button';
import { useRequest } from './use_request';

interface Props {
  onCreated: (detector: Detector) => void;
  /** The user wants to describe another index. */
  onDescribe: () => void;
}

/** Nothing is watched yet: offers the detector that fits the logs that are there, or says how to get logs in. */
export function OfferPrompt({ onCreated, onDescribe }: Props) {
  const { api, rights, timeFormat, toasts } = useServices();
  const { linkTo } = useLinks();
  const offer = useRequest('offer', (signal) => api.offer(signal));
  const [busy, setBusy] = useState(false);

  if (offer.error) return <PageError error={offer.error} onRetry={offer.reload} />;
  if (!offer.data) {
    return (
      <EuiEmptyPrompt
        icon={<EuiLoadingLogo logo="logoObservability" size="xl" />}
        title={
          <h2>
            {i18n.translate('anomalyDetector.offer.looking', {
              defaultMessage: 'Looking for API logs',
            })}
          </h2>
        }
      />
    );
  }

  const watch = async () => {
    setBusy(true);
    try {
      const created = await api.create({ timeZone: timeFormat.timeZone });
      onCreated(await startOr(created));
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.offer.createFailed', {
          defaultMessage: 'The detector could not be created',
        }),
        text: describeApiError(error).message,
      });
      setBusy(false);
    }
  };
  /** Starts the new detector; where that fails it is shown stopped, and can be started there. */
  const startOr = async (created: Detector): Promise<Detector> => {
    try {
      return await api.start(created.id);
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.offer.startFailed', {
          defaultMessage: 'The detector was created but could not be started',
        }),
        text: describeApiError(error).message,
      });
      return created;
    }
  };
  const others = [
    rights.save && (
      <EuiButtonEmpty key="describe" onClick={onDescribe}>
        {i18n.translate('anomalyDetector.offer.describe', {
          defaultMessage: 'Describe another index',
        })}
      </EuiButtonEmpty>
    ),
    rights.save && (
      <SampleDataButton key="sample" onAdded={({ detector }) => onCreated(detector)} />
    ),
    <EuiButtonEmpty key="getLogsIn" {...linkTo(places.getLogsIn)}>
      {i18n.translate('anomalyDetector.offer.getLogsIn', { defaultMessage: 'Get logs in' })}
    </EuiButtonEmpty>,
  ].filter((action): action is React.ReactElement => action !== false);

  if (!offer.data.available) {
    return <NoLogs offer={offer.data} actions={others} onRetry={offer.reload} />;
  }
  return (
    <EuiEmptyPrompt
      iconType="logoObservability"
      title={
        <h2>
          {i18n.translate('anomalyDetector.offer.title', {
            defaultMessage: 'Find anomalies in your API logs',
          })}
        </h2>
      }
      body={
        <>
          <p>{describeOffer(offer.data, timeFormat.format)}</p>
          <p>
            {i18n.translate('anomalyDetector.offer.body', {
              defaultMessage:
                'For each service the detector learns what throughput, error rates and response times are typical at that time of the week in {timeZone}, and shows what is not. Only counts are read; the logs stay where they are.',
              values: { timeZone: timeFormat.timeZone },
            })}
          </p>
          {!rights.save && (
            <p>
              {i18n.translate('anomalyDetector.offer.readOnly', {
                defaultMessage:
                  'Creating a detector takes the Kibana privilege "Anomaly Detector: All".',
              })}
            </p>
          )}
          <Notices notices={offer.data.notices} />
        </>
      }
      actions={[
        rights.save && (
          <EuiButton key="watch" fill isLoading={busy} onClick={() => void watch()}>
            {i18n.translate('anomalyDetector.offer.watch', {
              defaultMessage: 'Watch {indexPattern}',
              values: { indexPattern: offer.data.indexPattern },
            })}
          </EuiButton>
        ),
        ...others,
      ].filter((action): action is React.ReactElement => action !== false)}
    />
  );
}

function describeOffer(offer: OfferResponse, format: (time: string) => string): string {
  const values = {
    indexPattern: offer.indexPattern,
    logs: formatCount(offer.logs),
    count: offer.logs,
  };
  return offer.oldest !== null && offer.newest !== null
    ? i18n.translate('anomalyDetector.offer.found', {
        defaultMessage:
          '{indexPattern} holds {logs} {count, plural, one {log} other {logs}}, from {oldest} to {newest}.',
        values: { ...values, oldest: format(offer.oldest), newest: format(offer.newest) },
      })
    : i18n.translate('anomalyDetector.offer.foundUndated', {
        defaultMessage: '{indexPattern} holds {logs} {count, plural, one {log} other {logs}}.',
        values,
      });
}

const COLLECT_EXAMPLE =
  'anomaly-detector collect --file access.log --format combined --service checkout --index api-logs-checkout --es https://localhost:9200';

function NoLogs({
  offer,
  actions,
  onRetry,
}: {
  offer: OfferResponse;
  actions: React.ReactElement[];
  onRetry: () => void;
}) {
  return (
    <EuiEmptyPrompt
      iconType="logoObservability"
      title={
        <h2>
          {i18n.translate('anomalyDetector.noLogs.title', {
            defaultMessage: 'No API logs yet',
          })}
        </h2>
      }
      body={
        <>
          <p>
            {i18n.translate('anomalyDetector.noLogs.body', {
              defaultMessage:
                'Nothing that you may read matches {indexPattern}. Send access logs there with Elastic Agent, Filebeat or any other shipper, one document for each request; or load a log file from the command line:',
              values: { indexPattern: offer.indexPattern },
            })}
          </p>
          <EuiTextAlign textAlign="left">
            <EuiCodeBlock language="bash" isCopyable paddingSize="s" fontSize="s">
              {COLLECT_EXAMPLE}
            </EuiCodeBlock>
          </EuiTextAlign>
          <EuiSpacer size="m" />
          <Notices notices={offer.notices} />
        </>
      }
      actions={[
        <EuiButton key="retry" fill iconType="refresh" onClick={onRetry}>
          {i18n.translate('anomalyDetector.noLogs.retry', { defaultMessage: 'Look again' })}
        </EuiButton>,
        ...actions,
      ]}
    />
  );
}
