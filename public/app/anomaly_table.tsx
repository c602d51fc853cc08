import {
  EuiBasicTable,
  EuiButtonGroup,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiPanel,
  EuiScreenReaderOnly,
  EuiSelect,
  EuiSpacer,
  EuiSwitch,
  EuiTitle,
  type Criteria,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { AnomaliesQuery } from '../../common/api';
import type { Detector } from '../../common/detector';
import type { ListedRecord } from '../../common/record';
import { RECORD_MIN_SCORE } from '../../common/severity';
import { severityLabel } from '../charts/severity_label';
import { formatCount } from '../charts/signal_format';
import { MAX_REACHABLE, useAnomalyColumns } from './anomaly_columns';
import { AnomalyDifferences, anomalyOf } from './anomaly_differences';
import { AnomalySignals } from './anomaly_signals';
import { useServices } from './app_services';
import { CopyLink } from './copy_link';
import { CsvButton } from './csv_button';
import { icons } from './icons';
import { ScoredWith } from './models/scored_with';
import { AnomalyMenu } from './quiet_times/anomaly_menu';
import { useQuietActions, type QuietActions } from './quiet_times/use_quiet_actions';
import { RequestError } from './request_error';
import { listedBands, type TableState } from './table_state';
import { isoRange, type TimeRange } from './time_range';
import { useRequest } from './use_request';

interface Props {
  detector: Detector;
  entity: string | undefined;
  /** The entity that was chosen in the timeline: then no other's anomalies are listed. */
  areaEntity: string | undefined;
  range: TimeRange;
  rangeKey: string;
  /** What else must hold of an anomaly. */
  filter?: AnomaliesQuery['filter'];
  state: TableState;
  refresh: number;
  onState: (state: TableState) => void;
  onSelectEntity: (entity: string) => void;
  /** Something was said about a record. */
  onChanged: () => void;
}

/** The anomalies of the time range, a sentence each, with their signals and their logs. */
export function AnomalyTable({
  detector,
  entity,
  areaEntity,
  range,
  rangeKey,
  filter,
  state,
  refresh,
  onState,
  onSelectEntity,
  onChanged,
}: Props) {
  const { api } = useServices();
  const { sort, minScore, onlyEntity, onlyAlarming } = state;
  const [page, setPage] = useState({ index: 0, size: 10 });
  const [expanded, setExpanded] = useState<string>();

  const query = {
    detectorId: detector.id,
    entity: areaEntity ?? (onlyEntity ? entity : undefined),
    // Every record has at least the lowest score, so that one is no filter.
    minScore: minScore > RECORD_MIN_SCORE ? minScore : undefined,
    signal: undefined,
    suppressed: onlyAlarming ? ('false' as const) : undefined,
    filter,
    sort,
    size: page.size,
    page: page.index + 1,
  };
  const anomalies = useRequest(
    `anomalies ${rangeKey} ${JSON.stringify(query)}`,
    (signal) => api.anomalies({ ...isoRange(range), ...query }, signal),
    refresh
  );
  const change = (changed: Partial<TableState>) => {
    setPage({ ...page, index: 0 });
    onState({ ...state, ...changed });
  };
  const open = anomalies.latest?.anomalies.find((record) => record.id === expanded);
  const actions = useQuietActions(detector.id, onChanged);
  const columns = useColumns({
    detector,
    actions,
    expanded,
    onExpand: setExpanded,
    onSelectEntity,
  });

  return (
    <EuiPanel hasBorder>
      <EuiFlexGroup alignItems="center" gutterSize="m" wrap responsive={false}>
        <EuiFlexItem>
          <EuiTitle size="s">
            <h2>
              {i18n.translate('anomalyDetector.table.title', { defaultMessage: 'Anomalies' })}
              {anomalies.latest && ` (${formatCount(anomalies.latest.total)})`}
            </h2>
          </EuiTitle>
        </EuiFlexItem>
        {entity !== undefined && areaEntity === undefined && (
          <EuiFlexItem grow={false}>
            <EuiSwitch
              compressed
              label={i18n.translate('anomalyDetector.table.onlyEntity', {
                defaultMessage: 'Only {entity}',
                values: { entity },
              })}
              checked={onlyEntity}
              onChange={(event) => change({ onlyEntity: event.target.checked })}
            />
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          <EuiSwitch
            compressed
            label={i18n.translate('anomalyDetector.table.onlyAlarming', {
              defaultMessage: 'Without expected and muted',
            })}
            checked={onlyAlarming}
            onChange={(event) => change({ onlyAlarming: event.target.checked })}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiSelect
            compressed
            aria-label={i18n.translate('anomalyDetector.table.minSeverity', {
              defaultMessage: 'Lowest severity shown',
            })}
            options={listedBands.map((band) => ({
              value: band.minScore,
              text: i18n.translate('anomalyDetector.table.severityOrWorse', {
                defaultMessage: '{severity} or worse',
                values: { severity: severityLabel(band.severity) },
              }),
            }))}
            value={minScore}
            onChange={(event) => change({ minScore: Number(event.target.value) })}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonGroup
            legend={i18n.translate('anomalyDetector.table.sort', { defaultMessage: 'Order' })}
            buttonSize="compressed"
            options={[
              {
                id: 'time',
                label: i18n.translate('anomalyDetector.table.newestFirst', {
                  defaultMessage: 'Newest first',
                }),
              },
              {
                id: 'score',
                label: i18n.translate('anomalyDetector.table.worstFirst', {
                  defaultMessage: 'Worst first',
                }),
              },
            ]}
            idSelected={sort}
            onChange={(id) => change({ sort: id === 'score' ? 'score' : 'time' })}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <CsvButton
            detectorName={detector.settings.name}
            query={{ ...isoRange(range), ...query }}
            isDisabled={(anomalies.latest?.total ?? 0) === 0}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {anomalies.error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.table.error', {
            defaultMessage: 'The anomalies could not be read',
          })}
          error={anomalies.error}
          onRetry={anomalies.reload}
        />
      ) : (
        <EuiBasicTable
          tableCaption={i18n.translate('anomalyDetector.table.caption', {
            defaultMessage: 'Anomalies in the time range',
          })}
          items={anomalies.latest?.anomalies ?? []}
          itemId="id"
          columns={columns}
          loading={anomalies.loading}
          noItemsMessage={
            anomalies.loading
              ? i18n.translate('anomalyDetector.table.loading', { defaultMessage: 'Loading…' })
              : i18n.translate('anomalyDetector.table.none', {
                  defaultMessage: 'No anomalies match.',
                })
          }
          pagination={{
            pageIndex: page.index,
            pageSize: page.size,
            pageSizeOptions: [10, 25, 50],
            totalItemCount: Math.min(anomalies.latest?.total ?? 0, MAX_REACHABLE),
          }}
          onChange={({ page: changed }: Criteria<ListedRecord>) => {
            if (changed) setPage(changed);
          }}
          itemIdToExpandedRowMap={
            open
              ? {
                  [open.id]: (
                    <div className="eui-fullWidth">
                      <AnomalySignals record={open} />
                      <EuiSpacer size="s" />
                      <ScoredWith record={open} />
                      <EuiSpacer size="m" />
                      <AnomalyDifferences detector={detector} anomaly={anomalyOf(open)} />
                    </div>
                  ),
                }
              : {}
          }
        />
      )}
    </EuiPanel>
  );
}

function useColumns({
  detector,
  actions,
  expanded,
  onExpand,
  onSelectEntity,
}: {
  detector: Detector;
  actions: QuietActions;
  expanded: string | undefined;
  onExpand: (id: string | undefined) => void;
  onSelectEntity: (entity: string) => void;
}): Array<EuiBasicTableColumn<ListedRecord>> {
  const { timeFormat, rights } = useServices();
  const shared = useAnomalyColumns(detector, ({ entity }) => (
    <EuiLink onClick={() => onSelectEntity(entity)}>{entity}</EuiLink>
  ));
  const columns: Array<EuiBasicTableColumn<ListedRecord>> = [
    {
      name: (
        <EuiScreenReaderOnly>
          <span>
            {i18n.translate('anomalyDetector.table.details', { defaultMessage: 'Signals' })}
          </span>
        </EuiScreenReaderOnly>
      ),
      width: '40px',
      isExpander: true,
      render: (record: ListedRecord) => (
        <EuiButtonIcon
          iconType={expanded === record.id ? icons.arrowDown : icons.arrowRight}
          aria-expanded={expanded === record.id}
          aria-label={i18n.translate('anomalyDetector.table.expand', {
            defaultMessage: 'Signals of {entity} at {time}',
            values: { entity: record.entity, time: timeFormat.format(record['@timestamp']) },
          })}
          onClick={() => onExpand(expanded === record.id ? undefined : record.id)}
        />
      ),
    },
    ...shared,
  ];
  columns.push({
    name: (
      <EuiScreenReaderOnly>
        <span>{i18n.translate('anomalyDetector.table.link', { defaultMessage: 'Link' })}</span>
      </EuiScreenReaderOnly>
    ),
    width: '40px',
    render: (record: ListedRecord) => <CopyLink detectorId={detector.id} record={record} />,
  });
  if (rights.save) {
    columns.push({
      name: (
        <EuiScreenReaderOnly>
          <span>
            {i18n.translate('anomalyDetector.table.actions', { defaultMessage: 'Actions' })}
          </span>
        </EuiScreenReaderOnly>
      ),
      width: '40px',
      render: (record: ListedRecord) => <AnomalyMenu record={record} actions={actions} />,
    });
  }
  return columns;
}
