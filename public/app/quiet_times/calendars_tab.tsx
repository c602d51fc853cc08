import {
  EuiBasicTable,
  EuiButton,
  EuiButtonIcon,
  EuiSpacer,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Calendar } from '../../../common/quiet_times';
import { useServices } from '../app_services';
import { icons } from '../icons';
import { CalendarForm } from './calendar_form';
import { calendarLabel } from './calendar_label';
import type { QuietActions } from './use_quiet_actions';

interface Props {
  calendars: readonly Calendar[];
  timeZone: string;
  known: readonly string[];
  actions: QuietActions;
}

/** The times at which the unusual is usual: maintenance, holidays, releases. */
export function CalendarsTab({ calendars, timeZone, known, actions }: Props) {
  const { rights } = useServices();
  const [form, setForm] = useState<{ calendar?: Calendar }>();
  const columns = useColumns(actions, (calendar) => setForm({ calendar }));
  return (
    <>
      <EuiText size="s">
        <p>
          {i18n.translate('anomalyDetector.calendars.help', {
            defaultMessage:
              'Anomalies within a calendar are found and shown, but raise no alarm, and the next training leaves these times out. Times of day are those of {timeZone}.',
            values: { timeZone },
          })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      {form && (
        <>
          <CalendarForm
            key={form.calendar?.id ?? 'new'}
            calendar={form.calendar}
            timeZone={timeZone}
            known={known}
            actions={actions}
            onClose={() => setForm(undefined)}
          />
          <EuiSpacer size="l" />
        </>
      )}
      {rights.save && !form && (
        <>
          <EuiButton size="s" iconType={icons.plus} onClick={() => setForm({})}>
            {i18n.translate('anomalyDetector.calendars.add', { defaultMessage: 'Add a calendar' })}
          </EuiButton>
          <EuiSpacer size="m" />
        </>
      )}
      <EuiBasicTable
        tableCaption={i18n.translate('anomalyDetector.calendars.caption', {
          defaultMessage: 'Calendars',
        })}
        items={[...calendars]}
        itemId="id"
        columns={columns}
        noItemsMessage={i18n.translate('anomalyDetector.calendars.none', {
          defaultMessage: 'There are no calendars.',
        })}
      />
    </>
  );
}

function useColumns(
  actions: QuietActions,
  onEdit: (calendar: Calendar) => void
): Array<EuiBasicTableColumn<Calendar>> {
  const { rights, timeFormat } = useServices();
  const columns: Array<EuiBasicTableColumn<Calendar>> = [
    {
      name: i18n.translate('anomalyDetector.calendars.name', { defaultMessage: 'Name' }),
      render: ({ name }: Calendar) => name,
    },
    {
      name: i18n.translate('anomalyDetector.calendars.when', { defaultMessage: 'When' }),
      render: ({ times }: Calendar) => calendarLabel(times, timeFormat.format),
    },
    {
      name: i18n.translate('anomalyDetector.calendars.entities', { defaultMessage: 'Entities' }),
      render: ({ entities }: Calendar) =>
        entities?.join(', ') ??
        i18n.translate('anomalyDetector.quiet.allEntities', { defaultMessage: 'All entities' }),
    },
  ];
  if (!rights.save) return columns;
  return [
    ...columns,
    {
      name: '',
      width: '72px',
      render: (calendar: Calendar) => (
        <>
          <EuiButtonIcon
            iconType="pencil"
            aria-label={i18n.translate('anomalyDetector.calendars.edit', {
              defaultMessage: 'Change the calendar {name}',
              values: { name: calendar.name },
            })}
            onClick={() => onEdit(calendar)}
          />
          <EuiButtonIcon
            iconType="trash"
            color="danger"
            isDisabled={actions.busy}
            aria-label={i18n.translate('anomalyDetector.calendars.remove', {
              defaultMessage: 'Remove the calendar {name}',
              values: { name: calendar.name },
            })}
            onClick={() => void actions.removeCalendar(calendar.id)}
          />
        </>
      ),
    },
  ];
}
