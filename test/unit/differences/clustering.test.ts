import {
  independentPart,
  intraclassCorrelation,
  sumOf,
  type Observed,
} from '../../../server/differences/clustering';
import { createRandom } from '../../../server/detection/random';

/** Slots in each of which a value has its own share. */
const slotsOf = (shares: readonly number[], total: number, random: () => number): Observed[] =>
  shares.map((share) => ({
    count: Array.from({ length: total }, random).filter((drawn) => drawn < share).length,
    total,
  }));

describe('how much logs of a slot are alike', () => {
  it('is nothing for a host that a balancer feeds', () => {
    const slots = slotsOf(Array<number>(30).fill(0.3), 200, createRandom(1));
    expect(intraclassCorrelation(slots)).toBeLessThan(0.005);
  });

  it('is all there is for a client that sends everything in some hours and nothing in others', () => {
    const shares = Array.from({ length: 30 }, (_, slot) => (slot % 3 === 0 ? 1 : 0));
    expect(intraclassCorrelation(slotsOf(shares, 200, createRandom(1)))).toBeGreaterThan(0.95);
  });

  it('is in between for a client that comes and goes', () => {
    const shares = Array.from({ length: 30 }, (_, slot) => (slot % 2 === 0 ? 0.1 : 0.5));
    const correlation = intraclassCorrelation(slotsOf(shares, 200, createRandom(1)));
    expect(correlation).toBeGreaterThan(0.1);
    expect(correlation).toBeLessThan(0.3);
  });

  it('is seldom seen by chance where slots have few logs', () => {
    const random = createRandom(4);
    const found = Array.from({ length: 200 }, () =>
      intraclassCorrelation(slotsOf(Array<number>(30).fill(0.3), 2, random))
    );
    expect(found.filter((correlation) => correlation > 0).length).toBeLessThan(60);
  });

  it.each([
    ['no slots', []],
    ['slots without logs', Array<Observed>(5).fill({ count: 0, total: 0 })],
    ['a value that no log has', Array<Observed>(5).fill({ count: 0, total: 9 })],
    ['a value that every log has', Array<Observed>(5).fill({ count: 9, total: 9 })],
    [
      'two slots',
      [
        { count: 1, total: 9 },
        { count: 8, total: 9 },
      ],
    ],
  ])('is nothing where it cannot be known: %s', (_, slots) => {
    expect(intraclassCorrelation(slots)).toBe(0);
  });
});

describe('what counts of a slot', () => {
  it('is everything where each log is by itself', () => {
    expect(independentPart({ count: 30, total: 100 }, 0)).toEqual({ count: 30, total: 100 });
  });

  it('is as much as one log where all are alike, with the same share', () => {
    expect(independentPart({ count: 30, total: 100 }, 1)).toEqual({ count: 0.3, total: 1 });
  });

  it('is nothing where there are no logs', () => {
    expect(independentPart({ count: 0, total: 0 }, 0.5)).toEqual({ count: 0, total: 0 });
  });
});

it('slots add up', () => {
  expect(
    sumOf([
      { count: 1, total: 4 },
      { count: 2, total: 6 },
    ])
  ).toEqual({ count: 3, total: 10 });
});
