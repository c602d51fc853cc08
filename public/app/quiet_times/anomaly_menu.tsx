import {
  EuiButtonIcon,
  EuiContextMenuItem,
  EuiContextMenuPanel,
  EuiHorizontalRule,
  EuiPopover,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { ListedRecord } from '../../../common/record';
import { useCreateRule } from '../../rule_form/create_rule';
import { useServices } from '../app_services';
import { muteLengths } from './mute_lengths';
import type { QuietActions } from './use_quiet_actions';

interface Props {
  record: ListedRecord;
  actions: QuietActions;
}

/** What can be said about an anomaly: that it was expected, alone or with its incident, or that its entity be muted. */
export function AnomalyMenu({ record, actions }: Props) {
  const { timeFormat } = useServices();
  const createRule = useCreateRule();
  const [isOpen, setIsOpen] = useState(false);
  const { entity, incident_id: incidentId } = record;
  const isExpected = record.feedback === 'expected';
  const feedback = isExpected ? null : 'expected';
  const label = i18n.translate('anomalyDetector.menu.open', {
    defaultMessage: 'Actions on {entity} at {time}',
    values: { entity, time: timeFormat.format(record['@timestamp']) },
  });
  const act = (action: () => Promise<boolean>) => () => {
    setIsOpen(false);
    void action();
  };

  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setIsOpen(false)}
      panelPaddingSize="none"
      aria-label={label}
      anchorPosition="downRight"
      button={
        <EuiButtonIcon
          iconType="boxesVertical"
          color="text"
          aria-label={label}
          onClick={() => setIsOpen(!isOpen)}
        />
      }
    >
      <EuiContextMenuPanel size="s">
        <EuiContextMenuItem
          icon={isExpected ? 'cross' : 'check'}
          disabled={actions.busy}
          onClick={act(() => actions.giveFeedback({ recordIds: [record.id], feedback }))}
        >
          {isExpected
            ? i18n.translate('anomalyDetector.menu.notExpected', {
                defaultMessage: 'Not expected after all',
              })
            : i18n.translate('anomalyDetector.menu.expected', {
                defaultMessage: 'Mark as expected',
              })}
        </EuiContextMenuItem>
        {incidentId !== null && (
          <EuiContextMenuItem
            icon={isExpected ? 'cross' : 'check'}
            disabled={actions.busy}
            onClick={act(() => actions.giveFeedback({ incidentId, feedback }))}
          >
            {isExpected
              ? i18n.translate('anomalyDetector.menu.incidentNotExpected', {
                  defaultMessage: 'Whole incident not expected after all',
                })
              : i18n.translate('anomalyDetector.menu.incidentExpected', {
                  defaultMessage: 'Mark the whole incident as expected',
                })}
          </EuiContextMenuItem>
        )}
        <EuiHorizontalRule margin="none" />
        {muteLengths().map(({ label, minutes }) => (
          <EuiContextMenuItem
            key={minutes}
            icon="bellSlash"
            disabled={actions.busy}
            onClick={act(() => actions.mute({ entity, durationMinutes: minutes }))}
          >
            {i18n.translate('anomalyDetector.menu.mute', {
              defaultMessage: 'Mute {entity} for {length}',
              values: { entity, length: label },
            })}
          </EuiContextMenuItem>
        ))}
        {createRule && (
          <>
            <EuiHorizontalRule margin="none" />
            <EuiContextMenuItem
              icon="bell"
              onClick={() => {
                setIsOpen(false);
                createRule({
                  detectorId: record.detector_id,
                  detectorName: record.detector_name,
                  entity,
                  score: record.record_score,
                });
              }}
            >
              {i18n.translate('anomalyDetector.menu.createRule', {
                defaultMessage: 'Create rule for {entity}',
                values: { entity },
              })}
            </EuiContextMenuItem>
          </>
        )}
      </EuiContextMenuPanel>
    </EuiPopover>
  );
}
