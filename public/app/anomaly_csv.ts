import type { ListedRecord } from '../../common/record';

/** What a line says of an anomaly; numbers and times as they are stored, so that programs read them. */
const COLUMNS: Array<
  [name: string, value: (record: ListedRecord) => string | number | boolean | null]
> = [
  ['time', (record) => record['@timestamp']],
  ['entity', ({ entity }) => entity],
  ['severity', ({ severity }) => severity],
  ['score', ({ record_score }) => record_score],
  ['signal', ({ signal }) => signal],
  ['direction', ({ direction }) => direction],
  ['actual', ({ actual }) => actual],
  ['typical', ({ typical }) => typical],
  ['factor', ({ factor }) => factor],
  ['description', ({ description }) => description],
  ['logs', ({ event_count }) => event_count],
  ['suppressed', ({ is_suppressed }) => is_suppressed],
  ['suppressed_by', ({ suppressed_by }) => suppressed_by],
  ['suppressed_reason', ({ suppressed_reason }) => suppressed_reason],
  ['incident', ({ incident_id }) => incident_id],
];

/** What spreadsheets would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A value as RFC 4180 has it; text that a spreadsheet would run is made text by an apostrophe. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Anomalies as comma-separated values (RFC 4180), with a line of names first. */
export const anomalyCsv = (records: readonly ListedRecord[]): string =>
  [
    COLUMNS.map(([name]) => name),
    ...records.map((record) => COLUMNS.map(([, value]) => cell(value(record)))),
  ]
    .map((line) => line.join(','))
    .join('\r\n') + '\r\n';
