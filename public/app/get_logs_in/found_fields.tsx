import { EuiDescriptionList, EuiSpacer, EuiText, EuiTextColor } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { RECENT_HOURS, type LogsDescription, type RecentLogs } from '../../../common/preview';
import { formatCount } from '../../charts/signal_format';

interface FoundField {
  title: string;
  field: string | null;
  /** The field's name, with its unit where it has one. */
  label: string | null;
}

const rowsOf = ({ timeField, entityField, status, latency }: LogsDescription['found']) => {
  const rows: FoundField[] = [
    {
      title: i18n.translate('anomalyDetector.getLogsIn.time', { defaultMessage: 'Time' }),
      field: timeField,
      label: timeField,
    },
    {
      title: i18n.translate('anomalyDetector.getLogsIn.service', { defaultMessage: 'Service' }),
      field: entityField,
      label: entityField,
    },
    {
      title: i18n.translate('anomalyDetector.getLogsIn.status', { defaultMessage: 'Status' }),
      field: status?.field ?? null,
      label: status?.field ?? null,
    },
    {
      title: i18n.translate('anomalyDetector.getLogsIn.latency', {
        defaultMessage: 'Response time',
      }),
      field: latency?.field ?? null,
      label: latency && `${latency.field} (${latency.unit})`,
    },
  ];
  return rows;
};

/** Which fields a detector would read, and whether logs really have values in them. */
export function FoundFields({ description }: { description: LogsDescription }) {
  const { found, recent } = description;
  const rows = rowsOf(found);
  const taken = new Set(rows.map(({ field }) => field));
  const unused = Object.entries(recent?.filled ?? {})
    .filter(([field, logs]) => logs === 0 && !taken.has(field) && isMapped(description, field))
    .map(([field]) => field);
  return (
    <>
      <EuiDescriptionList
        type="column"
        compressed
        listItems={rows.map(({ title, field, label }) => ({
          title,
          description: <FoundValue field={field} label={label} recent={recent} />,
        }))}
      />
      {unused.length > 0 && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="s">
            <p>
              {i18n.translate('anomalyDetector.getLogsIn.unused', {
                defaultMessage:
                  'Mapped, but no log of the last {hours} hours has a value there, so passed over: {fields}.',
                values: { hours: RECENT_HOURS, fields: unused.join(', ') },
              })}
            </p>
          </EuiText>
        </>
      )}
    </>
  );
}

const isMapped = ({ mapped: { dates, groups, numbers } }: LogsDescription, field: string) =>
  [dates, groups, numbers].some((names) => names.includes(field));

function FoundValue({
  field,
  label,
  recent,
}: Omit<FoundField, 'title'> & { recent: RecentLogs | null }) {
  if (field === null) {
    return <>{i18n.translate('anomalyDetector.getLogsIn.none', { defaultMessage: 'not found' })}</>;
  }
  const filled = recent?.filled[field];
  if (recent === null || filled === undefined || filled === recent.logs) return <>{label}</>;
  const values = {
    field: label,
    filled: formatCount(filled),
    logs: formatCount(recent.logs),
    hours: RECENT_HOURS,
  };
  if (filled > 0) {
    return (
      <>
        {i18n.translate('anomalyDetector.getLogsIn.partlyFilled', {
          defaultMessage: '{field}, in {filled} of the {logs} logs of the last {hours} hours',
          values,
        })}
      </>
    );
  }
  return (
    <EuiTextColor color="warning">
      {i18n.translate('anomalyDetector.getLogsIn.empty', {
        defaultMessage:
          '{field}: mapped, but no log of the last {hours} hours has it ({logs} logs looked at)',
        values,
      })}
    </EuiTextColor>
  );
}
