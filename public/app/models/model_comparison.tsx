import {
  EuiBasicTable,
  EuiFormRow,
  EuiLoadingSpinner,
  EuiSelect,
  EuiSpacer,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { KeptModel } from '../../../common/model';
import {
  changesSeverities,
  recordsIn,
  type ModelComparison as Comparison,
  type RecordCounts,
} from '../../../common/model_scores';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { RequestError } from '../request_error';
import { SeverityHealth } from '../severity_health';
import { useRequest } from '../use_request';
import { ModelNotKept } from './scored_with';

interface Row {
  severity: keyof RecordCounts;
  minScore: number;
}

const ROWS: readonly Row[] = [
  { severity: 'critical', minScore: 75 },
  { severity: 'major', minScore: 50 },
  { severity: 'minor', minScore: 25 },
  { severity: 'warning', minScore: 3 },
];

/** What a model finds in the last day against another one that can be chosen. */
export function ModelComparison({
  model,
  others,
  initial,
}: {
  model: KeptModel;
  /** Models that it can be compared with. */
  others: readonly KeptModel[];
  initial: string | undefined;
}) {
  const { api, timeFormat } = useServices();
  const [otherId, setOtherId] = useState(initial ?? others[0]?.id);
  const other = others.find(({ id }) => id === otherId);
  const found = useRequest(other ? `compare ${model.id} ${other.id}` : null, (signal) =>
    api.compareModels(model.detectorId, { modelId: model.id, with: otherId }, signal)
  );
  if (!other) {
    return (
      <EuiText size="s">
        <p>
          {i18n.translate('anomalyDetector.models.nothingToCompare', {
            defaultMessage: 'There is no other model to compare with.',
          })}
        </p>
      </EuiText>
    );
  }
  const comparison = found.data?.comparison;
  return (
    <>
      <EuiFormRow
        label={i18n.translate('anomalyDetector.models.compareWith', {
          defaultMessage: 'Compare with',
        })}
      >
        <EuiSelect
          compressed
          options={others.map(({ id, number, createdAt }) => ({
            value: id,
            text: i18n.translate('anomalyDetector.models.numberAndTime', {
              defaultMessage: 'Model {number} of {time}',
              values: { number, time: timeFormat.format(createdAt) },
            }),
          }))}
          value={otherId}
          onChange={(event) => setOtherId(event.target.value)}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      {found.error?.status === 404 ? (
        <ModelNotKept />
      ) : found.error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.models.compareError', {
            defaultMessage: 'The models could not be compared',
          })}
          error={found.error}
          onRetry={found.reload}
        />
      ) : found.data === undefined ? (
        <EuiLoadingSpinner
          aria-label={i18n.translate('anomalyDetector.models.comparing', {
            defaultMessage: 'Scoring the last day with both models',
          })}
        />
      ) : !comparison ? (
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.models.notComparable', {
              defaultMessage:
                'They cannot be compared: the buckets that one of them scores are not kept, because its settings were others.',
            })}
          </p>
        </EuiText>
      ) : (
        <>
          <EuiText size="s">
            <p>
              {i18n.translate('anomalyDetector.models.comparedOver', {
                defaultMessage:
                  'Anomalies from {from} to {to}, of {entities} {entityCount, plural, one {entity} other {entities}}; what is expected or muted is counted too.',
                values: {
                  from: timeFormat.format(comparison.own.from),
                  to: timeFormat.format(comparison.own.to),
                  entities: formatCount(comparison.own.entities),
                  entityCount: comparison.own.entities,
                },
              })}
            </p>
          </EuiText>
          <EuiSpacer size="s" />
          {changesSeverities(comparison) && (
            <>
              <EuiText size="s">
                <p>{severitiesSentence(comparison)}</p>
              </EuiText>
              <EuiSpacer size="s" />
            </>
          )}
          <EuiBasicTable
            tableCaption={i18n.translate('anomalyDetector.models.comparisonCaption', {
              defaultMessage: 'Anomalies of the last day by severity',
            })}
            items={[...ROWS]}
            itemId="severity"
            columns={columnsOf(model, other, comparison)}
          />
        </>
      )}
    </>
  );
}

/** Why the numbers of two models differ by more than what is added and dropped. */
const severitiesSentence = ({ added, dropped }: Comparison): string =>
  recordsIn(added) + recordsIn(dropped) === 0
    ? i18n.translate('anomalyDetector.models.sameButSeverity', {
        defaultMessage: 'The same anomalies, some of another severity.',
      })
    : i18n.translate('anomalyDetector.models.someOfOtherSeverity', {
        defaultMessage: 'Some of the anomalies that both find are of another severity.',
      });

function columnsOf(
  model: KeptModel,
  other: KeptModel,
  comparison: Comparison
): Array<EuiBasicTableColumn<Row>> {
  const count = (name: string, counts: RecordCounts): EuiBasicTableColumn<Row> => ({
    name,
    align: 'right',
    render: ({ severity }: Row) => formatCount(counts[severity]),
  });
  const modelName = ({ number }: KeptModel) =>
    i18n.translate('anomalyDetector.models.name', {
      defaultMessage: 'Model {number}',
      values: { number },
    });
  return [
    {
      name: i18n.translate('anomalyDetector.models.severity', { defaultMessage: 'Severity' }),
      render: ({ minScore }: Row) => <SeverityHealth score={minScore} />,
    },
    count(modelName(model), comparison.own.records),
    count(modelName(other), comparison.other.records),
    count(
      i18n.translate('anomalyDetector.models.added', { defaultMessage: 'Added' }),
      comparison.added
    ),
    count(
      i18n.translate('anomalyDetector.models.dropped', { defaultMessage: 'Dropped' }),
      comparison.dropped
    ),
  ];
}
