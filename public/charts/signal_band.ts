import type { SignalsResponse } from '../../common/api';

type Signal = Pick<SignalsResponse['signals'][number], 'actual' | 'typical' | 'lower' | 'upper'>;

const known = (values: Array<number | null>): number[] =>
  values.filter((value): value is number => value !== null);

/** Where a chart of a signal begins, and the band to shade in it; null where nothing is expected. */
export interface ShownBand {
  lowest: number;
  lower: Array<number | null>;
  upper: Array<number | null>;
}

/**
 * What is expected of a signal, as it is shown: of one that is watched one way only, all there is to see the other way
 * is expected. No band goes below 0 for what is never negative.
 */
export function shownBand({ actual, typical, lower, upper }: Signal): ShownBand {
  const seen = [...known(actual), ...known(typical)];
  const isPositive = seen.every((value) => value >= 0);
  const lowest = isPositive ? 0 : Math.min(...seen, ...known(lower));
  const highest = Math.max(0, ...seen);
  const isExpected = lower.map((value, index) => value !== null || upper[index] !== null);
  return {
    lowest,
    lower: lower.map((value, index) =>
      isExpected[index] ? Math.max(value ?? lowest, lowest) : null
    ),
    upper: upper.map((value, index) => (isExpected[index] ? (value ?? highest) : null)),
  };
}
