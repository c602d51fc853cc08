import type { ListedRecord } from '../../common/record';

/** An anomaly in a line: when, how bad, where, what. */
export const formatAnomaly = (record: ListedRecord): string =>
  `  ${record['@timestamp'].replace('.000Z', 'Z')}  ${record.severity.padEnd(8)} ${String(Math.round(record.record_score)).padStart(3)}  ${record.entity}: ${record.description}\n`;
