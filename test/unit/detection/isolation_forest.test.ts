import fc from 'fast-check';
import { IsolationForest as ReferenceForest } from 'ml-isolation-forest';

import { scoreRows } from '../../../server/detection/forest_scores';
import {
  averagePathLength,
  fitIsolationForest,
  NO_BOUND,
} from '../../../server/detection/isolation_forest';
import { createRandom } from '../../../server/detection/random';

/** Rows of a cloud of normal numbers around 0. */
function aCloud(rows: number, columns: number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: rows * columns }, () =>
    Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
  );
}

/** Ranks from 0, ties broken by place. */
function ranksOf(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(order.length);
  for (const [rank, index] of order.entries()) ranks[index] = rank;
  return ranks;
}

/** Spearman's rank correlation. */
function rankAgreement(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const a = ranksOf(first);
  const b = ranksOf(second);
  const n = a.length;
  const squares = a.reduce((sum, rank, index) => sum + (rank - b[index]) ** 2, 0);
  return 1 - (6 * squares) / (n * (n ** 2 - 1));
}

const replaced = (row: number[], column: number, value: number): number[] =>
  row.map((other, index) => (index === column ? value : other));

describe('averagePathLength', () => {
  it('is exact', () => {
    expect(averagePathLength(0)).toBe(0);
    expect(averagePathLength(1)).toBe(0);
    expect(averagePathLength(2)).toBe(1);
    expect(averagePathLength(256)).toBeCloseTo(10.2488, 3);
  });
});

describe('the plain forest', () => {
  it('ranks rows as ml-isolation-forest does', () => {
    const columns = 4;
    const rows = aCloud(256, columns);
    const listed = Array.from({ length: 256 }, (_, row) =>
      rows.slice(row * columns, (row + 1) * columns)
    );
    const reference = new ReferenceForest({ nEstimators: 200 });
    reference.train(listed);
    const forest = fitIsolationForest(rows, columns, { seed: 1, trees: 200 });
    const ours = scoreRows(forest, rows, { rangeAware: false });
    expect(rankAgreement(ours, reference.predict(listed))).toBeGreaterThan(0.9);
  });

  it('scores a row far away higher than every row of the cloud', () => {
    const rows = aCloud(1_000, 2);
    const forest = fitIsolationForest(rows, 2, { seed: 1 });
    const [far] = scoreRows(forest, [8, 8], { rangeAware: false });
    expect(far).toBeGreaterThan(Math.max(...scoreRows(forest, rows, { rangeAware: false })));
    expect(far).toBeGreaterThan(0.7);
  });

  it('cannot tell far from very far', () => {
    const forest = fitIsolationForest(aCloud(1_000, 2), 2, { seed: 1 });
    const [far, farther] = scoreRows(forest, [8, 8, 80, 80], { rangeAware: false });
    expect(far).toBe(farther);
  });
});

describe('the range-aware forest', () => {
  it('tells far from very far', () => {
    const forest = fitIsolationForest(aCloud(1_000, 2), 2, { seed: 1 });
    const [inside, far, farther] = scoreRows(forest, [0, 0, 8, 8, 80, 80]);
    expect(far).toBeGreaterThan(inside);
    expect(farther).toBeGreaterThan(far);
  });

  it('is the plain one for rows within every range', () => {
    const rows = Array.from({ length: 64 }, (_, index) => index);
    const forest = fitIsolationForest(rows, 1, { seed: 1, sampleSize: 2, trees: 1 });
    const middle = (forest.low[1] + forest.high[1]) / 2;
    expect(scoreRows(forest, [middle])).toEqual(scoreRows(forest, [middle], { rangeAware: false }));
  });

  it('isolates with the probability distance ÷ (distance + range)', () => {
    const forest = fitIsolationForest([0, 10], 1, { seed: 1, trees: 1 });
    const plainPath = 1;
    // One split isolates either way: the path is 1 whatever the probability, and the average is c(2) = 1.
    expect(scoreRows(forest, [30])[0]).toBeCloseTo(2 ** -plainPath, 12);
    const deep = fitIsolationForest([0, 1, 2, 10], 1, { seed: 1, trees: 1 });
    const [high] = scoreRows(deep, [40]);
    const [plain] = scoreRows(deep, [40], { rangeAware: false });
    // At the root 30 ÷ (30 + 10) = ¾ is isolated after one step, so the path is at most 1 + ¼ of what is left.
    const path = -Math.log2(high) * averagePathLength(4);
    const plainLength = -Math.log2(plain) * averagePathLength(4);
    expect(path).toBeGreaterThanOrEqual(1 - 1e-9);
    expect(path).toBeLessThanOrEqual(1 + 0.25 * (plainLength - 1) + 1e-9);
  });

  it('never scores lower for a value farther outside what it has seen', () => {
    const columns = 3;
    const rows = aCloud(500, columns);
    const forest = fitIsolationForest(rows, columns, { seed: 3 });
    const outside = Math.max(...rows.map(Math.abs)) + 0.01;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.nat(columns - 1),
        fc.double({ min: outside, max: 1e6, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.constantFrom(1, -1),
        (row, column, value, times, direction) => {
          const near = replaced(row, column, direction * value);
          const far = replaced(row, column, direction * value * times);
          const [nearScore, farScore] = scoreRows(forest, [...near, ...far]);
          expect(farScore).toBeGreaterThanOrEqual(nearScore - 1e-12);
        }
      )
    );
  });
});

describe('any forest', () => {
  const anyNumber = fc.oneof(
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e300, -1e300, 5e-324)
  );
  /** Some columns never vary, and some rows come several times. */
  const anyRows = fc
    .integer({ min: 1, max: 5 })
    .chain((columns) =>
      fc
        .tuple(
          fc.array(
            fc.tuple(
              fc.array(anyNumber, { minLength: columns, maxLength: columns }),
              fc.constantFrom(1, 1, 5)
            ),
            { maxLength: 40 }
          ),
          fc.array(fc.option(anyNumber), { minLength: columns, maxLength: columns })
        )
        .map(([rows, constants]): [number, number[]] => [
          columns,
          rows.flatMap(([row, copies]) =>
            Array.from({ length: copies }, () =>
              row.map((value, column) => constants[column] ?? value)
            ).flat()
          ),
        ])
    );

  it('scores between 0 and 1, whatever the numbers', () => {
    fc.assert(
      fc.property(anyRows, fc.boolean(), ([columns, rows], rangeAware) => {
        const forest = fitIsolationForest(rows, columns, { seed: 1, trees: 10 });
        for (const score of scoreRows(forest, rows, { rangeAware })) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      })
    );
  });

  it('scores a row the same in whatever order and company it comes', () => {
    const columns = 3;
    const learned = aCloud(400, columns);
    const forest = fitIsolationForest(learned, columns, { seed: 2, trees: 31 });
    const scored = aCloud(300, columns, 2);
    // A block with a missing value is walked in another way.
    const withMissing = replaced(scored, 0, NaN);
    fc.assert(
      fc.property(
        fc.array(fc.nat(299), { minLength: 1, maxLength: 300 }),
        fc.boolean(),
        fc.boolean(),
        (chosen, missing, rangeAware) => {
          const rows = missing ? withMissing : scored;
          const all = scoreRows(forest, rows, { rangeAware });
          const some = chosen.flatMap((row) => rows.slice(row * columns, (row + 1) * columns));
          expect(scoreRows(forest, some, { rangeAware })).toEqual(
            Float64Array.from(chosen, (row) => all[row])
          );
        }
      )
    );
  });

  it('ranks rows alike in whatever order it has learned them', () => {
    const columns = 4;
    const rows = aCloud(1_000, columns);
    const backwards = Array.from({ length: 1_000 }, (_, row) =>
      rows.slice((999 - row) * columns, (1_000 - row) * columns)
    ).flat();
    const first = fitIsolationForest(rows, columns, { seed: 1 });
    const second = fitIsolationForest(backwards, columns, { seed: 1 });
    expect(rankAgreement(scoreRows(first, rows), scoreRows(second, rows))).toBeGreaterThan(0.95);
  });

  it('is the same for the same seed, and another for another', () => {
    const rows = aCloud(300, 3);
    const forest = fitIsolationForest(rows, 3, { seed: 5 });
    expect(fitIsolationForest(rows, 3, { seed: 5 })).toEqual(forest);
    expect(fitIsolationForest(rows, 3, { seed: 6 }).split).not.toEqual(forest.split);
  });

  it('has no opinion when it has seen no row, or one', () => {
    expect(scoreRows(fitIsolationForest([], 2, { seed: 1 }), [1, 2])).toEqual(Float64Array.of(0.5));
    expect(scoreRows(fitIsolationForest([1, 2], 2, { seed: 1 }), [9, 9])).toEqual(
      Float64Array.of(0.5)
    );
  });

  it('has no opinion on rows that are all the same', () => {
    const forest = fitIsolationForest(new Array<number>(200).fill(3), 2, { seed: 1 });
    expect(scoreRows(forest, [3, 3])[0]).toBeCloseTo(0.5, 9);
  });

  it('takes no notice of a column that never varies', () => {
    const rows = aCloud(300, 1).flatMap((value) => [value, 7]);
    const forest = fitIsolationForest(rows, 2, { seed: 1 });
    const splitting = forest.column.filter((_, place) => forest.high[place] < NO_BOUND);
    expect(splitting.length).toBeGreaterThan(1_000);
    expect(new Set(splitting)).toEqual(new Set([0]));
  });

  it('does not lift an ordinary row for a missing value', () => {
    const rows = aCloud(500, 3);
    const forest = fitIsolationForest(rows, 3, { seed: 1 });
    const [missing, ordinary, far] = scoreRows(forest, [NaN, 0, 0, 0, 0, 0, 9, 0, 0]);
    expect(Math.abs(missing - ordinary)).toBeLessThan(0.05);
    expect(missing).toBeLessThan(far);
  });

  it('leaves the rows it was given as they are', () => {
    const rows = Object.freeze(aCloud(20, 2));
    expect(() => fitIsolationForest(rows, 2, { seed: 1 })).not.toThrow();
  });

  it('refuses rows that are not whole, in words', () => {
    expect(() => fitIsolationForest([1, 2, 3], 2, { seed: 1 })).toThrow(
      'A forest needs rows of 1 to 127 columns; it was given 3 values for rows of 2.'
    );
    const forest = fitIsolationForest([1, 2, 3, 4], 2, { seed: 1 });
    expect(() => scoreRows(forest, [1])).toThrow('The forest takes rows of 2 columns');
  });
});
