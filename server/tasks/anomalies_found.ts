import { counted, withSeparators } from '../../common/counted';

/**
 * What a scoring found, within a sentence.
 * @param alarms how many of the records are major or critical
 * @example anomaliesFound(7, 2) // '7 anomalies, 2 of them major or critical'
 */
export function anomaliesFound(records: number, alarms: number): string {
  if (records === 0) return 'no anomalies';
  const found = counted(records, 'anomaly', 'anomalies');
  if (records > 1) return `${found}, ${withSeparators(alarms)} of them major or critical`;
  return alarms === 1 ? `${found}, major or critical` : `${found}, less than major`;
}
