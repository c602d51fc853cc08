import {
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiLoadingSpinner,
  EuiProgress,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';
import type { Difference, DifferencesResponse } from '../../common/differences';
import type { ListedRecord } from '../../common/record';
import { formatCount, formatShare } from '../charts/signal_format';
import { useServices } from './app_services';
import { differenceParamsOf } from './discover_link';
import { Notices } from './notices';
import { RequestError } from './request_error';
import { useRequest } from './use_request';

/** Which logs are to be explained. Times in ISO 8601. */
export interface ExplainedAnomaly {
  entity: string;
  signal: string;
  from: string;
  to: string;
}

/** The bucket of a record. */
export const anomalyOf = (record: ListedRecord): ExplainedAnomaly => ({
  entity: record.entity,
  signal: record.signal,
  from: record['@timestamp'],
  to: new Date(Date.parse(record['@timestamp']) + record.bucket_span_seconds * 1_000).toISOString(),
});

/** Which field values an anomaly is confined to, against the entity's own logs of the typical time before. */
export function AnomalyDifferences({
  detector,
  anomaly,
}: {
  detector: Detector;
  anomaly: ExplainedAnomaly;
}) {
  const { api } = useServices();
  const found = useRequest(`differences ${detector.id} ${JSON.stringify(anomaly)}`, (signal) =>
    api.differences(detector.id, anomaly, signal)
  );
  return (
    <section>
      <EuiTitle size="xxs">
        <h3>
          {i18n.translate('anomalyDetector.differences.title', {
            defaultMessage: 'What is different',
          })}
        </h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      {found.error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.differences.error', {
            defaultMessage: 'The logs could not be compared',
          })}
          error={found.error}
          onRetry={found.reload}
        />
      ) : found.data ? (
        <Answer detector={detector} answer={found.data} />
      ) : (
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiLoadingSpinner size="m" />
          </EuiFlexItem>
          <EuiFlexItem>
            <EuiText size="s">
              {i18n.translate('anomalyDetector.differences.loading', {
                defaultMessage: 'Comparing these logs with those before…',
              })}
            </EuiText>
          </EuiFlexItem>
        </EuiFlexGroup>
      )}
    </section>
  );
}

function Answer({ detector, answer }: { detector: Detector; answer: DifferencesResponse }) {
  const { timeFormat } = useServices();
  const { began, foreground, background, differences, examinedFields, notices } = answer;
  // Where no field was looked at, a notice says why; nothing can be said of what stands out then.
  const wasCompared = examinedFields.length > 0 || notices.length === 0;
  return (
    <>
      {differences.map((difference) => (
        <React.Fragment key={`${difference.field} ${difference.value}`}>
          <DifferenceItem detector={detector} answer={answer} difference={difference} />
          <EuiSpacer size="m" />
        </React.Fragment>
      ))}
      {differences.length === 0 && wasCompared && (
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.differences.none', {
              defaultMessage:
                'Nothing stands out: no host, client or other value has more to do with these logs than usual.',
            })}
          </p>
        </EuiText>
      )}
      <Notices notices={notices} />
      <EuiSpacer size="s" />
      <EuiText size="xs">
        <p>
          {i18n.translate('anomalyDetector.differences.compared', {
            defaultMessage:
              'Began {began}. Compared {foreground} ({logs}) with {background} ({usualLogs}), in {fields} fields.',
            values: {
              began: timeFormat.format(began),
              logs: formatCount(foreground.logs),
              foreground: foreground.description,
              usualLogs: formatCount(background.logs),
              background: background.description,
              fields: formatCount(examinedFields.length),
            },
          })}
        </p>
      </EuiText>
    </>
  );
}

function DifferenceItem({
  detector,
  answer,
  difference,
}: {
  detector: Detector;
  answer: DifferencesResponse;
  difference: Difference;
}) {
  const { discover } = useServices();
  const { sentence, also, share, usualShare, field, value } = difference;
  return (
    <>
      <EuiText size="s">
        <p>
          {sentence}
          {also.length > 0 && (
            <>
              {' '}
              {i18n.translate('anomalyDetector.differences.also', {
                defaultMessage: '(the same logs: {values})',
                values: { values: also.map((each) => `${each.field}: ${each.value}`).join(', ') },
              })}
            </>
          )}
          {discover && (
            <>
              {' '}
              <EuiLink
                href={discover.getRedirectUrl(
                  differenceParamsOf(detector.settings, answer, difference)
                )}
                aria-label={i18n.translate('anomalyDetector.differences.viewLogsOf', {
                  defaultMessage: 'View the logs with {field}: {value}',
                  values: { field, value },
                })}
              >
                {i18n.translate('anomalyDetector.differences.viewLogs', {
                  defaultMessage: 'View these logs',
                })}
              </EuiLink>
            </>
          )}
        </p>
      </EuiText>
      <EuiSpacer size="xs" />
      <Share
        label={i18n.translate('anomalyDetector.differences.now', { defaultMessage: 'Now' })}
        share={share}
        color="primary"
      />
      <EuiSpacer size="xs" />
      <Share
        label={i18n.translate('anomalyDetector.differences.usually', {
          defaultMessage: 'Usually',
        })}
        share={usualShare}
        color="subdued"
      />
    </>
  );
}

function Share({
  label,
  share,
  color,
}: {
  label: string;
  share: number;
  color: 'primary' | 'subdued';
}) {
  return (
    <EuiProgress
      size="s"
      max={1}
      value={share}
      color={color}
      label={label}
      valueText={formatShare(share)}
      aria-label={`${label}: ${formatShare(share)}`}
    />
  );
}
