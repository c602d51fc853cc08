import {
  EuiButton,
  EuiButtonEmpty,
  EuiButtonGroup,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiPanel,
  EuiSelect,
  EuiSpacer,
  EuiTextArea,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Calendar, CalendarTimes } from '../../../common/quiet_times';
import { calendarFaults, calendarOf, fieldsOf, type CalendarFields } from './calendar_fields';
import { weekdayLabel, weekdayOrder } from './calendar_label';
import { EntityField } from './entity_field';
import type { QuietActions } from './use_quiet_actions';

interface Props {
  /** The one to change; a new one without it. */
  calendar: Calendar | undefined;
  timeZone: string;
  known: readonly string[];
  actions: QuietActions;
  onClose: () => void;
}

const kinds = (): Array<{ value: CalendarTimes['kind']; text: string }> => [
  {
    value: 'weekly',
    text: i18n.translate('anomalyDetector.calendarForm.weekly', {
      defaultMessage: 'Every week, at a time of day',
    }),
  },
  {
    value: 'holidays',
    text: i18n.translate('anomalyDetector.calendarForm.holidays', {
      defaultMessage: 'On whole days, such as holidays',
    }),
  },
  {
    value: 'once',
    text: i18n.translate('anomalyDetector.calendarForm.once', {
      defaultMessage: 'Once, from a time to another',
    }),
  },
];

/** Describes a calendar: its name, whom it is for, and when it holds. */
export function CalendarForm({ calendar, timeZone, known, actions, onClose }: Props) {
  const [fields, setFields] = useState(() => fieldsOf(calendar, timeZone));
  const [submitted, setSubmitted] = useState(false);
  const faults = submitted ? calendarFaults(fields) : {};
  const change = (changed: Partial<CalendarFields>) => setFields({ ...fields, ...changed });
  const save = async () => {
    setSubmitted(true);
    if (Object.keys(calendarFaults(fields)).length > 0) return;
    if (await actions.saveCalendar(calendarOf(fields, timeZone), calendar?.id)) onClose();
  };
  type TextField = 'name' | 'onceFrom' | 'onceTo' | 'weeklyFrom' | 'weeklyTo';
  const field = (name: TextField, label: string, type?: string) => (
    <EuiFormRow fullWidth label={label} isInvalid={faults[name] !== undefined} error={faults[name]}>
      <EuiFieldText
        fullWidth
        type={type}
        maxLength={100}
        isInvalid={faults[name] !== undefined}
        value={fields[name]}
        onChange={({ target }) => change({ [name]: target.value })}
      />
    </EuiFormRow>
  );
  const fromLabel = i18n.translate('anomalyDetector.calendarForm.from', {
    defaultMessage: 'From ({timeZone})',
    values: { timeZone },
  });
  const toLabel = i18n.translate('anomalyDetector.calendarForm.to', {
    defaultMessage: 'To ({timeZone})',
    values: { timeZone },
  });

  return (
    <EuiPanel hasBorder>
      <EuiTitle size="xs">
        <h3>
          {calendar
            ? i18n.translate('anomalyDetector.calendarForm.edit', {
                defaultMessage: 'Change a calendar',
              })
            : i18n.translate('anomalyDetector.calendarForm.new', {
                defaultMessage: 'New calendar',
              })}
        </h3>
      </EuiTitle>
      <EuiSpacer size="m" />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {field(
          'name',
          i18n.translate('anomalyDetector.calendarForm.name', { defaultMessage: 'Name' })
        )}
        <EntityField
          label={i18n.translate('anomalyDetector.calendarForm.entities', {
            defaultMessage: 'For the entities',
          })}
          known={known}
          entities={fields.entities}
          onChange={(entities) => change({ entities })}
        />
        <EuiFormRow
          fullWidth
          label={i18n.translate('anomalyDetector.calendarForm.when', { defaultMessage: 'When' })}
        >
          <EuiSelect
            fullWidth
            options={kinds()}
            value={fields.kind}
            onChange={({ target }) => change({ kind: target.value as CalendarTimes['kind'] })}
          />
        </EuiFormRow>
        {fields.kind === 'weekly' && (
          <EuiFormRow
            fullWidth
            label={i18n.translate('anomalyDetector.calendarForm.weekdays', {
              defaultMessage: 'Weekdays',
            })}
            isInvalid={faults.weekdays !== undefined}
            error={faults.weekdays}
          >
            <EuiButtonGroup
              type="multi"
              buttonSize="compressed"
              isFullWidth
              legend={i18n.translate('anomalyDetector.calendarForm.weekdays', {
                defaultMessage: 'Weekdays',
              })}
              options={weekdayOrder.map((id) => ({ id, label: weekdayLabel(id) }))}
              idToSelectedMap={Object.fromEntries(fields.weekdays.map((id) => [id, true]))}
              onChange={(id) =>
                change({
                  weekdays: weekdayOrder.filter(
                    (weekday) => (weekday === id) !== fields.weekdays.includes(weekday)
                  ),
                })
              }
            />
          </EuiFormRow>
        )}
        {fields.kind === 'weekly' && (
          <>
            <EuiSpacer size="m" />
            <EuiFlexGroup gutterSize="m">
              <EuiFlexItem>{field('weeklyFrom', fromLabel, 'time')}</EuiFlexItem>
              <EuiFlexItem>{field('weeklyTo', toLabel, 'time')}</EuiFlexItem>
            </EuiFlexGroup>
          </>
        )}
        {fields.kind === 'once' && (
          <>
            {field('onceFrom', fromLabel, 'datetime-local')}
            {field('onceTo', toLabel, 'datetime-local')}
          </>
        )}
        {fields.kind === 'holidays' && (
          <EuiFormRow
            fullWidth
            label={i18n.translate('anomalyDetector.calendarForm.days', {
              defaultMessage: 'Days ({timeZone})',
              values: { timeZone },
            })}
            helpText={i18n.translate('anomalyDetector.calendarForm.daysHelp', {
              defaultMessage: 'One a line, such as 2026-12-24.',
            })}
            isInvalid={faults.days !== undefined}
            error={faults.days}
          >
            <EuiTextArea
              fullWidth
              rows={4}
              isInvalid={faults.days !== undefined}
              value={fields.days}
              onChange={({ target }) => change({ days: target.value })}
            />
          </EuiFormRow>
        )}
        <EuiSpacer size="m" />
        <EuiFlexGroup gutterSize="s" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiButton type="submit" size="s" fill isLoading={actions.busy}>
              {i18n.translate('anomalyDetector.calendarForm.save', { defaultMessage: 'Save' })}
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={onClose}>
              {i18n.translate('anomalyDetector.modal.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </form>
    </EuiPanel>
  );
}
