const grouping = new Intl.NumberFormat('en-US');

/** From here on digits are no longer read at a glance. */
const GROUPED_FROM = 10_000;

/**
 * A whole number as sentences have it: from 10,000 on with separators.
 * @example withSeparators(1000753) // '1,000,753'
 */
export const withSeparators = (number: number): string =>
  Math.abs(number) >= GROUPED_FROM ? grouping.format(number) : String(number);

/**
 * A number with what it counts.
 * @example counted(1, 'entity', 'entities') // '1 entity'
 */
export const counted = (count: number, one: string, other = `${one}s`): string =>
  `${withSeparators(count)} ${count === 1 ? one : other}`;
