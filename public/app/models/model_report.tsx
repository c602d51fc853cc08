import {
  EuiCallOut,
  EuiDescriptionList,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiSpacer,
  EuiText,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import type { KeptModel } from '../../../common/model';
import { describeDistribution, ScoreDistribution } from '../../charts/score_distribution';
import { formatCount } from '../../charts/signal_format';
import { signalLabel } from '../../charts/signal_label';
import { useServices } from '../app_services';
import { Notices } from '../notices';
import { useChartSurroundings } from '../use_chart_surroundings';
import { useRequest } from '../use_request';
import { ModelComparison } from './model_comparison';
import { ModelState } from './model_state';
import { originLabel } from './origin_label';
import { ModelNotKept } from './scored_with';

interface Props {
  model: KeptModel;
  detector: Detector;
  models: readonly KeptModel[];
  onClose: () => void;
}

/** What a model was made of, how it scores, and what it finds against another. */
export function ModelReport({ model, detector, models, onClose }: Props) {
  const { api } = useServices();
  const titleId = useGeneratedHtmlId();
  const surroundings = useChartSurroundings();
  const details = useRequest(`model ${model.id}`, (signal) =>
    api.model(model.detectorId, model.id, signal)
  );
  const facts = useFacts(model, details.data?.records);
  const others = models.filter(({ id, isWhole }) => id !== model.id && isWhole);
  const { activeModelId } = detector.status;
  const usual = activeModelId === model.id ? model.assessment?.with.id : activeModelId;
  return (
    <EuiFlyout onClose={onClose} size="m" aria-labelledby={titleId} ownFocus>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId}>
            {i18n.translate('anomalyDetector.models.name', {
              defaultMessage: 'Model {number}',
              values: { number: model.number },
            })}
          </h2>
        </EuiTitle>
        <EuiSpacer size="s" />
        <ModelState model={model} detector={detector} />
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {details.error?.status === 404 && (
          <>
            <ModelNotKept />
            <EuiSpacer size="m" />
          </>
        )}
        {model.assessment !== null && model.assessment.worse.length > 0 && (
          <>
            <EuiCallOut
              size="s"
              color="warning"
              iconType="warning"
              title={i18n.translate('anomalyDetector.models.worse', {
                defaultMessage: 'It looks worse than model {number}',
                values: { number: model.assessment.with.number },
              })}
            >
              {model.assessment.worse.map((reason) => (
                <p key={reason}>{reason}</p>
              ))}
            </EuiCallOut>
            <EuiSpacer size="m" />
          </>
        )}
        <Notices notices={[...(model.assessment?.changes ?? []), ...model.notices]} />
        <EuiSpacer size="m" />
        <EuiDescriptionList type="column" compressed listItems={facts} />
        <EuiSpacer size="l" />
        <EuiTitle size="xs">
          <h3>
            {i18n.translate('anomalyDetector.models.scores', {
              defaultMessage: 'Scores of the last day that it learned from',
            })}
          </h3>
        </EuiTitle>
        <EuiSpacer size="s" />
        {model.scores ? (
          <>
            <ScoreDistribution distribution={model.scores} surroundings={surroundings} />
            <EuiText size="s">
              <p>{describeDistribution(model.scores)}</p>
            </EuiText>
          </>
        ) : (
          <EuiText size="s">
            <p>
              {i18n.translate('anomalyDetector.models.noScores', {
                defaultMessage: 'They were not kept for this model.',
              })}
            </p>
          </EuiText>
        )}
        <EuiSpacer size="l" />
        <EuiTitle size="xs">
          <h3>
            {i18n.translate('anomalyDetector.models.comparison', {
              defaultMessage: 'What it finds in the last day',
            })}
          </h3>
        </EuiTitle>
        <EuiSpacer size="s" />
        {model.isWhole ? (
          <ModelComparison
            model={model}
            others={others}
            initial={others.some(({ id }) => id === usual) ? (usual ?? undefined) : undefined}
          />
        ) : (
          <EuiText size="s">
            <p>
              {i18n.translate('anomalyDetector.models.nothingToScoreWith', {
                defaultMessage:
                  'Only this report of the model is still kept: there is nothing left that could score.',
              })}
            </p>
          </EuiText>
        )}
      </EuiFlyoutBody>
    </EuiFlyout>
  );
}

function useFacts(model: KeptModel, records: number | null | undefined) {
  const { timeFormat } = useServices();
  const facts: Array<[string, string]> = [
    [
      i18n.translate('anomalyDetector.models.fact.trained', { defaultMessage: 'Made' }),
      `${timeFormat.format(model.createdAt)}, ${originLabel(model)}`,
    ],
    [
      i18n.translate('anomalyDetector.models.fact.window', { defaultMessage: 'Logs of' }),
      i18n.translate('anomalyDetector.models.fact.fromTo', {
        defaultMessage: '{from} to {to} ({timeZone})',
        values: {
          from: timeFormat.format(model.trainedFrom),
          to: timeFormat.format(model.trainedTo),
          timeZone: model.timeZone,
        },
      }),
    ],
    [
      i18n.translate('anomalyDetector.models.fact.data', { defaultMessage: 'Learned from' }),
      i18n.translate('anomalyDetector.models.fact.amounts', {
        defaultMessage:
          '{logs} {logCount, plural, one {log} other {logs}} in {buckets} {bucketCount, plural, one {bucket} other {buckets}} of {minutes} {minuteCount, plural, one {minute} other {minutes}}, {entities} {entityCount, plural, one {entity} other {entities}}',
        values: {
          logs: formatCount(model.logs),
          buckets: formatCount(model.buckets),
          minutes: formatCount(model.bucketSpanSeconds / 60),
          entities: formatCount(model.entities),
          logCount: model.logs,
          bucketCount: model.buckets,
          minuteCount: model.bucketSpanSeconds / 60,
          entityCount: model.entities,
        },
      }),
    ],
    [
      i18n.translate('anomalyDetector.models.fact.signals', { defaultMessage: 'Signals' }),
      model.signals.map(signalLabel).join(', '),
    ],
    [
      i18n.translate('anomalyDetector.models.fact.size', { defaultMessage: 'Size and format' }),
      i18n.translate('anomalyDetector.models.fact.sizeAndFormat', {
        defaultMessage: '{size} kB, format {version}',
        values: {
          size: formatCount(Math.round(model.sizeBytes / 1_000)),
          version: model.formatVersion ?? '–',
        },
      }),
    ],
  ];
  if (model.durationMs !== null) {
    facts.push([
      i18n.translate('anomalyDetector.models.fact.duration', { defaultMessage: 'Duration' }),
      i18n.translate('anomalyDetector.models.fact.seconds', {
        defaultMessage: '{seconds} s',
        values: { seconds: formatCount(model.durationMs / 1_000) },
      }),
    ]);
  }
  if (typeof records === 'number') {
    facts.push([
      i18n.translate('anomalyDetector.models.fact.records', {
        defaultMessage: 'Anomalies scored with it',
      }),
      formatCount(records),
    ]);
  }
  return facts.map(([title, description]) => ({ title, description }));
}
