import { EuiButton, EuiFieldText, EuiFormRow, EuiSelect, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import moment from 'moment-timezone';
import React, { useState } from 'react';

import type { EventBody } from '../../../common/events';
import { useServices } from '../app_services';
import { EntityField } from './entity_field';
import type { QuietActions } from './use_quiet_actions';

const LOCAL = 'YYYY-MM-DDTHH:mm';

interface Props {
  detectorId: string;
  known: readonly string[];
  actions: QuietActions;
}

/** Tells of a deploy or another event of this detector. */
export function EventForm({ detectorId, known, actions }: Props) {
  const { timeFormat } = useServices();
  const { timeZone } = timeFormat;
  const [title, setTitle] = useState('');
  const [time, setTime] = useState(() => moment.tz(timeZone).format(LOCAL));
  const [kind, setKind] = useState<EventBody['kind']>('deploy');
  const [entities, setEntities] = useState<string[]>([]);
  const [submitted, setSubmitted] = useState(false);
  const at = moment.tz(time, LOCAL, true, timeZone);
  const faults = {
    title:
      title.trim() === ''
        ? i18n.translate('anomalyDetector.calendarForm.needed', {
            defaultMessage: 'This is needed.',
          })
        : undefined,
    time: at.isValid()
      ? undefined
      : i18n.translate('anomalyDetector.eventForm.noTime', { defaultMessage: 'Choose a time.' }),
  };
  const add = async () => {
    setSubmitted(true);
    if (faults.title !== undefined || faults.time !== undefined) return;
    const event: EventBody = {
      title: title.trim(),
      time: at.toISOString(),
      kind,
      text: '',
      tags: [],
      entity: entities[0] ?? null,
      detectorId,
    };
    if (await actions.addEvent(event)) {
      setTitle('');
      setSubmitted(false);
    }
  };
  const row = (fault: string | undefined) => ({
    fullWidth: true,
    isInvalid: submitted && fault !== undefined,
    error: fault,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <EuiFormRow
        {...row(faults.title)}
        label={i18n.translate('anomalyDetector.eventForm.title', {
          defaultMessage: 'What happened',
        })}
      >
        <EuiFieldText
          fullWidth
          maxLength={200}
          isInvalid={submitted && faults.title !== undefined}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
      </EuiFormRow>
      <EuiFormRow
        {...row(faults.time)}
        label={i18n.translate('anomalyDetector.eventForm.time', {
          defaultMessage: 'When ({timeZone})',
          values: { timeZone },
        })}
      >
        <EuiFieldText
          fullWidth
          type="datetime-local"
          isInvalid={submitted && faults.time !== undefined}
          value={time}
          onChange={({ target }) => setTime(target.value)}
        />
      </EuiFormRow>
      <EuiFormRow
        fullWidth
        label={i18n.translate('anomalyDetector.eventForm.kind', { defaultMessage: 'Kind' })}
      >
        <EuiSelect
          fullWidth
          options={[
            {
              value: 'deploy',
              text: i18n.translate('anomalyDetector.event.deploy', { defaultMessage: 'Deploy' }),
            },
            {
              value: 'other',
              text: i18n.translate('anomalyDetector.event.other', { defaultMessage: 'Other' }),
            },
          ]}
          value={kind}
          onChange={({ target }) => setKind(target.value as EventBody['kind'])}
        />
      </EuiFormRow>
      <EntityField
        single
        label={i18n.translate('anomalyDetector.eventForm.entity', { defaultMessage: 'Entity' })}
        known={known}
        entities={entities}
        onChange={setEntities}
      />
      <EuiSpacer size="m" />
      <EuiButton type="submit" size="s">
        {i18n.translate('anomalyDetector.eventForm.add', { defaultMessage: 'Add the event' })}
      </EuiButton>
    </form>
  );
}
