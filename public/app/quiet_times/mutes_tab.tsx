import {
  EuiBasicTable,
  EuiButton,
  EuiButtonIcon,
  EuiFieldText,
  EuiFormRow,
  EuiHealth,
  EuiSelect,
  EuiSpacer,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Mute } from '../../../common/quiet_times';
import { useServices } from '../app_services';
import { EntityField } from './entity_field';
import { muteLengths } from './mute_lengths';
import type { QuietActions } from './use_quiet_actions';

interface Props {
  mutes: readonly Mute[];
  known: readonly string[];
  actions: QuietActions;
}

const allEntities = () =>
  i18n.translate('anomalyDetector.quiet.allEntities', { defaultMessage: 'All entities' });

/** Who is muted, until when and why; the ones that hold now first. */
export function MutesTab({ mutes, known, actions }: Props) {
  const { rights, timeFormat } = useServices();
  const [now] = useState(() => Date.now());
  const sorted = [...mutes].sort((a, b) => Date.parse(b.until) - Date.parse(a.until));
  const columns: Array<EuiBasicTableColumn<Mute>> = [
    {
      name: i18n.translate('anomalyDetector.mutes.entity', { defaultMessage: 'Entity' }),
      render: ({ entity }: Mute) => entity ?? allEntities(),
    },
    {
      name: i18n.translate('anomalyDetector.mutes.time', { defaultMessage: 'Muted' }),
      render: ({ from, until }: Mute) => (
        <EuiHealth color={Date.parse(until) > now ? 'warning' : 'subdued'} textSize="inherit">
          {i18n.translate('anomalyDetector.quiet.fromTo', {
            defaultMessage: '{from} to {to}',
            values: { from: timeFormat.format(from), to: timeFormat.format(until) },
          })}
        </EuiHealth>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.mutes.reason', { defaultMessage: 'Reason' }),
      render: ({ reason, by }: Mute) => [reason, by].filter(Boolean).join(', '),
    },
  ];
  if (rights.save) {
    columns.push({
      name: '',
      width: '40px',
      render: ({ id, entity }: Mute) => (
        <EuiButtonIcon
          iconType="trash"
          color="danger"
          isDisabled={actions.busy}
          aria-label={i18n.translate('anomalyDetector.mutes.remove', {
            defaultMessage: 'Remove the mute of {entity}',
            values: { entity: entity ?? allEntities() },
          })}
          onClick={() => void actions.unmute(id)}
        />
      ),
    });
  }
  return (
    <>
      <EuiText size="s">
        <p>
          {i18n.translate('anomalyDetector.mutes.help', {
            defaultMessage:
              'Anomalies of a muted entity are found and shown, but raise no alarm. They are still learned from.',
          })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      {rights.save && (
        <>
          <MuteForm known={known} actions={actions} />
          <EuiSpacer size="l" />
        </>
      )}
      <EuiBasicTable
        tableCaption={i18n.translate('anomalyDetector.mutes.caption', { defaultMessage: 'Mutes' })}
        items={sorted}
        itemId="id"
        columns={columns}
        noItemsMessage={i18n.translate('anomalyDetector.mutes.none', {
          defaultMessage: 'Nothing is muted.',
        })}
      />
    </>
  );
}

function MuteForm({ known, actions }: Pick<Props, 'known' | 'actions'>) {
  const lengths = muteLengths();
  const [entities, setEntities] = useState<string[]>([]);
  const [minutes, setMinutes] = useState(lengths[0].minutes);
  const [reason, setReason] = useState('');
  const mute = async () => {
    const entity = entities[0] ?? null;
    if (await actions.mute({ entity, durationMinutes: minutes, reason: reason.trim() })) {
      setReason('');
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void mute();
      }}
    >
      <EntityField
        single
        label={i18n.translate('anomalyDetector.mutes.whom', { defaultMessage: 'Mute' })}
        known={known}
        entities={entities}
        onChange={setEntities}
      />
      <EuiFormRow
        fullWidth
        label={i18n.translate('anomalyDetector.mutes.length', { defaultMessage: 'For' })}
      >
        <EuiSelect
          fullWidth
          options={lengths.map((each) => ({ value: each.minutes, text: each.label }))}
          value={minutes}
          onChange={({ target }) => setMinutes(Number(target.value))}
        />
      </EuiFormRow>
      <EuiFormRow
        fullWidth
        label={i18n.translate('anomalyDetector.mutes.reason', { defaultMessage: 'Reason' })}
      >
        <EuiFieldText
          fullWidth
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiButton type="submit" size="s" iconType="bellSlash">
        {i18n.translate('anomalyDetector.mutes.mute', { defaultMessage: 'Mute now' })}
      </EuiButton>
    </form>
  );
}
