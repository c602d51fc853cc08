import { anomaliesFound } from '../../../../server/tasks/anomalies_found';

describe('what a scoring found', () => {
  it.each([
    [0, 0, 'no anomalies'],
    [1, 1, '1 anomaly, major or critical'],
    [1, 0, '1 anomaly, less than major'],
    [7, 2, '7 anomalies, 2 of them major or critical'],
    [12_000, 10_001, '12,000 anomalies, 10,001 of them major or critical'],
  ])('of %d anomalies and %d alarms is told as a sentence would', (records, alarms, said) => {
    expect(anomaliesFound(records, alarms)).toBe(said);
  });
});
