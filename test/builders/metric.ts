import type { Metric } from '../../common/metric';

/** The average value of a cart, watched in both directions, in all but what is given. */
export const metric = (changes: Partial<Metric> = {}): Metric => ({
  name: 'cart_value',
  aggregation: 'avg',
  field: 'cart_value',
  direction: 'both',
  ...changes,
});
