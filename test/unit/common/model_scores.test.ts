import { changesSeverities } from '../../../common/model_scores';
import { comparison, distribution } from '../../builders/model';

const found = (warning: number, minor: number, major: number, critical: number) =>
  distribution({ records: { warning, minor, major, critical } });

describe('the anomalies that two models find', () => {
  it('are of other severities where as many are left without those of one alone', () => {
    expect(
      changesSeverities(comparison({ own: found(0, 0, 9, 4), other: found(0, 0, 7, 6) }))
    ).toBe(true);
  });

  it('are of the same where what is added and dropped is all the difference', () => {
    expect(changesSeverities(comparison())).toBe(false);
    expect(
      changesSeverities(
        comparison({
          own: found(3, 0, 2, 0),
          other: found(3, 1, 1, 0),
          added: { warning: 0, minor: 0, major: 1, critical: 0 },
          dropped: { warning: 0, minor: 1, major: 0, critical: 0 },
        })
      )
    ).toBe(false);
  });

  it('cannot be told where they are of buckets of different lengths', () => {
    expect(
      changesSeverities(comparison({ own: found(0, 0, 1, 0), other: found(0, 0, 9, 3) }))
    ).toBe(false);
  });
});
