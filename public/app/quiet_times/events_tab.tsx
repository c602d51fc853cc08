import {
  EuiBasicTable,
  EuiButtonIcon,
  EuiSpacer,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { paths } from '../../../common/api';
import type { DetectorEvent } from '../../../common/events';
import { useServices } from '../app_services';
import { EventForm } from './event_form';
import { eventTitle } from './event_title';
import type { QuietActions } from './use_quiet_actions';

interface Props {
  detectorId: string;
  /** Those in the time range shown. */
  events: readonly DetectorEvent[];
  known: readonly string[];
  actions: QuietActions;
}

/** The deploys and other events in the time range, and how to tell of more. */
export function EventsTab({ detectorId, events, known, actions }: Props) {
  const { rights, timeFormat } = useServices();
  const columns: Array<EuiBasicTableColumn<DetectorEvent>> = [
    {
      name: i18n.translate('anomalyDetector.events.time', { defaultMessage: 'Time' }),
      render: ({ time }: DetectorEvent) => timeFormat.format(time),
    },
    {
      name: i18n.translate('anomalyDetector.events.what', { defaultMessage: 'What happened' }),
      render: (event: DetectorEvent) => (
        <div>
          {eventTitle(event)}
          {(event.text !== '' || event.tags.length > 0) && (
            <EuiText size="xs">
              {[event.text, event.tags.join(', ')].filter(Boolean).join(' · ')}
            </EuiText>
          )}
        </div>
      ),
    },
  ];
  if (rights.save) {
    columns.push({
      name: '',
      width: '40px',
      render: ({ id, title }: DetectorEvent) => (
        <EuiButtonIcon
          iconType="trash"
          color="danger"
          isDisabled={actions.busy}
          aria-label={i18n.translate('anomalyDetector.events.remove', {
            defaultMessage: 'Delete the event {title}',
            values: { title },
          })}
          onClick={() => void actions.deleteEvent(id)}
        />
      ),
    });
  }
  return (
    <>
      <EuiText size="s">
        <p>
          {i18n.translate('anomalyDetector.events.help', {
            defaultMessage:
              'Deploys and other events are marked in the charts; they change nothing about what is found. A deployment can tell of itself by POST {path}.',
            values: { path: paths.events },
          })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      {rights.save && (
        <>
          <EventForm detectorId={detectorId} known={known} actions={actions} />
          <EuiSpacer size="l" />
        </>
      )}
      <EuiBasicTable
        tableCaption={i18n.translate('anomalyDetector.events.caption', {
          defaultMessage: 'Events in the time range',
        })}
        items={[...events]}
        itemId="id"
        columns={columns}
        noItemsMessage={i18n.translate('anomalyDetector.events.none', {
          defaultMessage: 'There are no events in the time range.',
        })}
      />
    </>
  );
}
