import {
  EuiBasicTable,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiScreenReaderOnly,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { SwimLaneResponse } from '../../common/api';
import { severityBandOf } from '../../common/severity';
import { severityLabel } from '../charts/severity_label';
import { formatCount, formatScore } from '../charts/signal_format';
import { describeCellTime, type SwimLaneCell } from '../charts/swim_lane';
import { icons } from './icons';
import { SeverityHealth } from './severity_health';

type Lane = SwimLaneResponse['lanes'][number];

interface Props {
  lanes: Lane[];
  intervalMs: number;
  entity: string | undefined;
  formatTime: (time: number) => string;
  onSelectCell: (cell: SwimLaneCell) => void;
  onSelectEntity: (entity: string) => void;
}

/** The timeline in words: what the chart shows, for who cannot see or point at it. */
export function SwimLaneTable({
  lanes,
  intervalMs,
  entity,
  formatTime,
  onSelectCell,
  onSelectEntity,
}: Props) {
  const [expanded, setExpanded] = useState<string>();
  const columns: Array<EuiBasicTableColumn<Lane>> = [
    {
      name: i18n.translate('anomalyDetector.swimLane.entity', { defaultMessage: 'Entity' }),
      render: (lane: Lane) => (
        <EuiLink onClick={() => onSelectEntity(lane.entity)} aria-current={lane.entity === entity}>
          {lane.entity}
        </EuiLink>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.swimLane.worst', { defaultMessage: 'Worst' }),
      render: (lane: Lane) => <SeverityHealth score={lane.maxScore} />,
    },
    {
      name: i18n.translate('anomalyDetector.swimLane.score', { defaultMessage: 'Highest score' }),
      align: 'right',
      render: (lane: Lane) => formatScore(lane.maxScore),
    },
    {
      name: i18n.translate('anomalyDetector.swimLane.records', { defaultMessage: 'Anomalies' }),
      align: 'right',
      render: (lane: Lane) => formatCount(lane.records),
    },
    {
      name: (
        <EuiScreenReaderOnly>
          <span>
            {i18n.translate('anomalyDetector.swimLane.times', { defaultMessage: 'Times' })}
          </span>
        </EuiScreenReaderOnly>
      ),
      align: 'right',
      isExpander: true,
      width: '40px',
      render: (lane: Lane) => (
        <EuiButtonIcon
          iconType={expanded === lane.entity ? icons.arrowUp : icons.arrowDown}
          aria-expanded={expanded === lane.entity}
          aria-label={i18n.translate('anomalyDetector.swimLane.showTimes', {
            defaultMessage: 'Times of the anomalies of {entity}',
            values: { entity: lane.entity },
          })}
          onClick={() => setExpanded(expanded === lane.entity ? undefined : lane.entity)}
        />
      ),
    },
  ];
  const open = lanes.find((lane) => lane.entity === expanded);

  return (
    <EuiBasicTable
      tableCaption={i18n.translate('anomalyDetector.swimLane.caption', {
        defaultMessage: 'Entities with anomalies in the time range, worst first',
      })}
      items={lanes}
      itemId="entity"
      columns={columns}
      itemIdToExpandedRowMap={
        open
          ? {
              [open.entity]: (
                <EuiFlexGroup gutterSize="m" wrap responsive={false}>
                  {open.cells.map(({ time, score }) => (
                    <EuiFlexItem grow={false} key={time}>
                      <EuiLink
                        onClick={() => onSelectCell({ entity: open.entity, time, intervalMs })}
                      >
                        {i18n.translate('anomalyDetector.swimLane.cellInWords', {
                          defaultMessage: '{time}: {severity}, score {score}',
                          values: {
                            time: describeCellTime(time, intervalMs, formatTime),
                            severity: severityLabel(severityBandOf(score).severity).toLowerCase(),
                            score: formatScore(score),
                          },
                        })}
                      </EuiLink>
                    </EuiFlexItem>
                  ))}
                </EuiFlexGroup>
              ),
            }
          : {}
      }
      compressed
    />
  );
}
