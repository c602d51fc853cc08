import {
  EuiButton,
  EuiInMemoryTable,
  EuiLink,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState, type ReactElement } from 'react';

import type { Detector } from '../../../common/detector';
import type { DetectorOverview, OverviewResponse } from '../../../common/overview';
import { SparkBars } from '../../charts/spark_bars';
import { useServices } from '../app_services';
import { SeverityCounts, worstFirst } from '../overview/severity_counts';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { StateBadge, stateLabel } from '../state_badge';
import type { TimeRange } from '../time_range';
import { DeleteModal } from './delete_modal';
import { lastRunOf, nextRunOf } from './run_times';
import { useBulkActions, type BulkActions } from './use_bulk_actions';

interface Props {
  detectors: Detector[];
  /** What they found in `range`; absent while it is not known. */
  overview: OverviewResponse | undefined;
  range: TimeRange;
  onChanged: () => void;
}

/** A detector with what it is searched by beside it, where the table looks for it. */
type Row = Detector & Pick<Detector['settings'], 'name' | 'description' | 'indexPattern'>;

const rowOf = (detector: Detector): Row => {
  const { name, description, indexPattern } = detector.settings;
  return { ...detector, name, description, indexPattern };
};

/** Orders by how bad: a single one of the worse severity outweighs all of the lesser. */
const weightOf = (counts: DetectorOverview['counts'] | undefined): number =>
  counts === undefined
    ? 0
    : worstFirst.reduce(
        (weight, severity) => weight * 10_000 + Math.min(9_999, counts[severity]),
        0
      );

/** The detectors with how each stands, what it found, and what can be done with one or many of them. */
export function DetectorsTable({ detectors, overview, range, onChanged }: Props) {
  const { rights } = useServices();
  const [selected, setSelected] = useState<Row[]>([]);
  const [deleting, setDeleting] = useState<Detector[]>([]);
  const actions = useBulkActions(() => {
    setSelected([]);
    onChanged();
  });
  const columns = useColumns({ overview, range, actions, onDelete: (one) => setDeleting([one]) });
  const bulk = (
    id: string,
    label: string,
    color: 'primary' | 'danger',
    act: () => void
  ): ReactElement => (
    <EuiButton
      key={id}
      color={color}
      isDisabled={actions.busy}
      onClick={act}
      data-test-subj={`bulk-${id}`}
    >
      {label}
    </EuiButton>
  );

  return (
    <>
      <EuiInMemoryTable
        tableCaption={i18n.translate('anomalyDetector.detectors.caption', {
          defaultMessage: 'Detectors of this space',
        })}
        items={detectors.map(rowOf)}
        itemId="id"
        columns={columns}
        pagination={{ initialPageSize: 25, pageSizeOptions: [10, 25, 50] }}
        sorting={{ sort: { field: 'name', direction: 'asc' } }}
        executeQueryOptions={{ defaultFields: ['name', 'indexPattern', 'description'] }}
        search={{
          box: {
            incremental: true,
            // By itself the box searches as keys are pressed; what is pasted or dictated into it counts as well.
            onInput: ({ currentTarget }: React.FormEvent<HTMLInputElement>) => {
              currentTarget.dispatchEvent(new Event('change'));
            },
            placeholder: i18n.translate('anomalyDetector.detectors.search', {
              defaultMessage: 'Search by name, description or index pattern',
            }),
          },
          toolsLeft:
            selected.length > 0
              ? [
                  bulk('start', startLabel(), 'primary', () => void actions.start(selected)),
                  bulk('stop', stopLabel(), 'primary', () => void actions.stop(selected)),
                  bulk('train', trainLabel(), 'primary', () => void actions.train(selected)),
                  bulk('export', exportLabel(), 'primary', () => void actions.save(selected)),
                  bulk('delete', deleteLabel(), 'danger', () => setDeleting(selected)),
                ]
              : undefined,
        }}
        {...(rights.save
          ? {
              selection: { selected, onSelectionChange: setSelected },
            }
          : {})}
      />
      {deleting.length > 0 && (
        <DeleteModal
          detectors={deleting}
          onCancel={() => setDeleting([])}
          onConfirm={(keepRecords) => {
            setDeleting([]);
            void actions.remove(deleting, keepRecords);
          }}
        />
      )}
    </>
  );
}

const startLabel = () =>
  i18n.translate('anomalyDetector.controls.start', { defaultMessage: 'Start' });
const stopLabel = () => i18n.translate('anomalyDetector.controls.stop', { defaultMessage: 'Stop' });
const trainLabel = () =>
  i18n.translate('anomalyDetector.controls.train', { defaultMessage: 'Train now' });
const exportLabel = () =>
  i18n.translate('anomalyDetector.detectors.export', { defaultMessage: 'Export' });
const deleteLabel = () =>
  i18n.translate('anomalyDetector.delete.confirm', { defaultMessage: 'Delete' });

function useColumns({
  overview,
  range,
  actions,
  onDelete,
}: {
  overview: OverviewResponse | undefined;
  range: TimeRange;
  actions: BulkActions;
  onDelete: (detector: Detector) => void;
}): Array<EuiBasicTableColumn<Row>> {
  const { timeFormat, rights } = useServices();
  const { linkTo } = useLinks();
  const found = new Map(overview?.detectors.map((one) => [one.id, one]));
  const formatTime = (time: number | null) => (time === null ? '–' : timeFormat.format(time));
  const columns: Array<EuiBasicTableColumn<Row>> = [
    {
      field: 'name',
      name: i18n.translate('anomalyDetector.detectors.name', { defaultMessage: 'Name' }),
      sortable: true,
      render: (name: string, { id, description }: Row) => (
        <div>
          <EuiLink {...linkTo(places.detector(id))}>{name}</EuiLink>
          {description !== '' && <EuiText size="xs">{description}</EuiText>}
        </div>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.detectors.state', { defaultMessage: 'State' }),
      width: '120px',
      sortable: ({ status }: Row) => stateLabel(status.state),
      render: ({ status }: Row) => <StateBadge status={status} />,
    },
    {
      field: 'indexPattern',
      name: i18n.translate('anomalyDetector.facts.watches', { defaultMessage: 'Watches' }),
      sortable: true,
    },
    {
      name: i18n.translate('anomalyDetector.detectors.lastRun', { defaultMessage: 'Last run' }),
      sortable: (row: Row) => lastRunOf(row) ?? 0,
      render: (row: Row) => formatTime(lastRunOf(row)),
    },
    {
      name: i18n.translate('anomalyDetector.detectors.nextRun', {
        defaultMessage: 'Next run, about',
      }),
      sortable: (row: Row) => nextRunOf(row) ?? 0,
      render: (row: Row) => formatTime(nextRunOf(row)),
    },
    {
      name: i18n.translate('anomalyDetector.detectors.found', {
        defaultMessage: 'Anomalies in 24 hours',
      }),
      width: '200px',
      sortable: ({ id }: Row) => weightOf(found.get(id)?.counts),
      render: ({ id }: Row) =>
        overview === undefined ? null : <SeverityCounts counts={found.get(id)?.counts} />,
    },
    {
      name: i18n.translate('anomalyDetector.detectors.scores', {
        defaultMessage: 'Highest scores',
      }),
      width: '170px',
      render: ({ id, name }: Row) =>
        overview === undefined ? null : (
          <SparkBars
            cells={found.get(id)?.cells ?? []}
            intervalMs={overview.intervalMs}
            range={range}
            label={i18n.translate('anomalyDetector.detectors.sparkLabel', {
              defaultMessage: 'Highest anomaly scores of {name} in the last 24 hours',
              values: { name },
            })}
          />
        ),
    },
  ];
  if (!rights.save) return columns;
  return [
    ...columns,
    {
      name: i18n.translate('anomalyDetector.detectors.actions', { defaultMessage: 'Actions' }),
      width: '80px',
      actions: [
        {
          type: 'icon',
          icon: 'play',
          name: startLabel(),
          description: i18n.translate('anomalyDetector.detectors.startHint', {
            defaultMessage: 'Train and score on schedule',
          }),
          available: ({ enabled }: Row) => !enabled,
          enabled: () => !actions.busy,
          onClick: (row: Row) => void actions.start([row]),
        },
        {
          type: 'icon',
          icon: 'stop',
          name: stopLabel(),
          description: i18n.translate('anomalyDetector.detectors.stopHint', {
            defaultMessage: 'Train and score no more; what was found and learned stays',
          }),
          available: ({ enabled }: Row) => enabled,
          enabled: () => !actions.busy,
          onClick: (row: Row) => void actions.stop([row]),
        },
        {
          type: 'icon',
          icon: 'machineLearningApp',
          name: trainLabel(),
          description: i18n.translate('anomalyDetector.detectors.trainHint', {
            defaultMessage: 'Learn from the logs of the training window',
          }),
          enabled: () => !actions.busy,
          onClick: (row: Row) => void actions.train([row]),
        },
        {
          type: 'icon',
          icon: 'copy',
          name: i18n.translate('anomalyDetector.detectors.clone', { defaultMessage: 'Clone' }),
          description: i18n.translate('anomalyDetector.detectors.cloneHint', {
            defaultMessage: 'Make another detector with the same settings',
          }),
          enabled: () => !actions.busy,
          onClick: (row: Row) => void actions.clone(row),
        },
        {
          type: 'icon',
          icon: 'download',
          name: exportLabel(),
          description: i18n.translate('anomalyDetector.detectors.exportHint', {
            defaultMessage: 'Save settings and quiet times as a file, without key and models',
          }),
          enabled: () => !actions.busy,
          onClick: (row: Row) => void actions.save([row]),
        },
        {
          type: 'icon',
          icon: 'trash',
          color: 'danger',
          name: deleteLabel(),
          description: i18n.translate('anomalyDetector.detectors.deleteHint', {
            defaultMessage: 'Delete the detector with what it learned',
          }),
          enabled: () => !actions.busy,
          onClick: onDelete,
        },
      ],
    },
  ];
}
