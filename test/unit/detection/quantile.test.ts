import fc from 'fast-check';

import { quantile, quantileFrom } from '../../../server/detection/quantile';

const numbers = fc.array(
  fc.oneof(
    fc.integer({ min: -3, max: 6 }),
    fc.double({ min: -3, max: 6 }),
    fc.constantFrom(NaN, Infinity)
  ),
  { maxLength: 60 }
);
const share = fc.oneof(
  fc.constantFrom(0, 0.5, 0.98, 1),
  fc.double({ min: 0, max: 1, noNaN: true })
);

it('is the quantile where that is larger than the least, and else the least', () => {
  fc.assert(
    fc.property(numbers, share, fc.integer({ min: -4, max: 7 }), (values, p, least) => {
      const usual = quantile(values, p);
      const expected = Number.isNaN(usual) ? least : Math.max(usual, least);
      expect(quantileFrom(least, values, p)).toBe(expected);
    }),
    { numRuns: 2_000 }
  );
});

it('leaves the values as they are', () => {
  const values = [5, 1, 4];
  quantileFrom(2, values, 0.5);
  expect(values).toEqual([5, 1, 4]);
});
