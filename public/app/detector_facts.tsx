import { EuiDescriptionList, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { type ReactNode } from 'react';

import type { Detector, RunSummary } from '../../common/detector';
import { ownerName } from './access/owner_name';
import { useServices } from './app_services';
import { nextRunAfter } from './next_run';
import type { TimeFormat } from './time_format';

const never = () => i18n.translate('anomalyDetector.facts.never', { defaultMessage: 'Never' });

/** When a kind of run was last, and when the next is due; only an enabled detector has a next one. */
function lastAndNext(
  last: RunSummary | null,
  every: string,
  enabled: boolean,
  { format }: TimeFormat
): NonNullable<ReactNode> {
  if (last === null) return never();
  return (
    <>
      {format(last.at)}
      {/* After a failure the next one comes sooner. */}
      {enabled && last.error === null && (
        <div>
          {i18n.translate('anomalyDetector.facts.next', {
            defaultMessage: 'next about {time}',
            values: { time: format(nextRunAfter(Date.parse(last.at), every, Date.now())) },
          })}
        </div>
      )}
    </>
  );
}

/** When the detector last worked, with which model and with whose rights. */
export function DetectorFacts({ detector }: { detector: Detector }) {
  const { timeFormat } = useServices();
  const { settings, status, enabled } = detector;
  const facts: Array<{ title: string; description: NonNullable<ReactNode> }> = [
    {
      title: i18n.translate('anomalyDetector.facts.watches', { defaultMessage: 'Watches' }),
      description: (
        <>
          {settings.indexPattern}
          <div>
            {i18n.translate('anomalyDetector.facts.by', {
              defaultMessage: 'by {fields}',
              values: { fields: settings.entityFields.join(', ') },
            })}
          </div>
        </>
      ),
    },
    {
      title: i18n.translate('anomalyDetector.facts.lastScoring', {
        defaultMessage: 'Last scoring',
      }),
      description: lastAndNext(
        status.lastScoring,
        settings.schedule.scoreEvery,
        enabled,
        timeFormat
      ),
    },
    {
      title: i18n.translate('anomalyDetector.facts.scoredUpTo', {
        defaultMessage: 'Scored up to',
      }),
      description: status.scoredUpTo === null ? never() : timeFormat.format(status.scoredUpTo),
    },
    {
      title: i18n.translate('anomalyDetector.facts.lastTraining', {
        defaultMessage: 'Last training',
      }),
      description: lastAndNext(
        status.lastTraining,
        settings.schedule.trainEvery,
        enabled,
        timeFormat
      ),
    },
    {
      title: i18n.translate('anomalyDetector.facts.model', { defaultMessage: 'Model' }),
      description:
        status.activeModelNumber === null
          ? i18n.translate('anomalyDetector.facts.noModel', { defaultMessage: 'None yet' })
          : i18n.translate('anomalyDetector.facts.modelNumber', {
              defaultMessage: 'Number {number}',
              values: { number: status.activeModelNumber },
            }),
    },
    {
      title: i18n.translate('anomalyDetector.facts.owner', {
        defaultMessage: 'Acts with the rights of',
      }),
      description: ownerName(detector.owner),
    },
  ];
  return (
    <EuiFlexGroup gutterSize="xl" wrap responsive={false}>
      {facts.map((fact) => (
        <EuiFlexItem key={fact.title} grow={false}>
          <EuiDescriptionList compressed listItems={[fact]} />
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}
