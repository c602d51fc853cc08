import fc from 'fast-check';

import { RECORD_MIN_SCORE } from '../../../common/severity';
import { signalNames } from '../../../common/signal';
import {
  commonModeIn,
  scoreBuckets,
  trainModel,
  type ScoredBucket,
} from '../../../server/detection';
import { recordScoreOf, scoreDeviations } from '../../../server/detection/record_score';
import { type BucketTable } from '../../../server/detection/types';
import {
  aTable,
  DAY,
  emptyBuckets,
  FIVE_MINUTES,
  fourServices,
  HOUR,
  MONDAY,
  setLatencies,
  sliceTable,
} from './traffic';

const history = aTable({ seed: 1, days: 8 });
const options = { signals: signalNames, timeZone: 'UTC', seed: 7 };
const modelled = trainModel(history, options);

const byPlace = (scored: ScoredBucket[]): ScoredBucket[] =>
  [...scored].sort((a, b) => a.time - b.time || a.entity.localeCompare(b.entity));

describe('the score of deviations', () => {
  const sixDeviations = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
    minLength: 6,
    maxLength: 6,
  });

  it('is within 0 and 100, and never lower when all deviations are larger', async () => {
    const { forest } = await modelled;
    fc.assert(
      fc.property(sixDeviations, fc.double({ min: 1, max: 50, noNaN: true }), (smaller, times) => {
        const low = scoreDeviations(forest, smaller).recordScore;
        const high = scoreDeviations(
          forest,
          smaller.map((deviation) => times * deviation)
        ).recordScore;
        // The forest is grown at random: within what it learned, a step further out may be a hair less isolated.
        expect(high).toBeGreaterThanOrEqual(low - 1);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
      })
    );
  });

  it('is never lower when the strongest or the joint deviation is larger', () => {
    const size = fc.double({ min: 0, max: 1e4, noNaN: true });
    const rawScore = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rawScore, size, size, (raw, first, second) => {
        expect(recordScoreOf(Math.max(first, second), raw)).toBeGreaterThanOrEqual(
          recordScoreOf(Math.min(first, second), raw)
        );
      })
    );
  });
});

it('does not depend on the order of the entities of a table', async () => {
  const model = await modelled;
  const from = MONDAY + 7 * DAY;
  const usual = scoreBuckets(model, history, { from });
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(history.entities, { minLength: history.entities.length }),
      (entities) => {
        const shuffled = scoreBuckets(model, { ...history, entities }, { from });
        expect(byPlace(shuffled)).toEqual(byPlace(usual));
        return Promise.resolve();
      }
    ),
    { numRuns: 5 }
  );
});

it('scores a bucket the same, whichever is the first that is asked for', async () => {
  const model = await modelled;
  const end = history.from + history.length * history.spanMs;
  const all = scoreBuckets(model, history, { from: end - DAY });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: DAY / history.spanMs }), (buckets) => {
      const from = end - buckets * history.spanMs;
      const expected = all.filter(({ time }) => time >= from);
      expect(scoreBuckets(model, history, { from })).toEqual(expected);
    }),
    { numRuns: 8 }
  );
});

/** The same bucket over and over. */
function constantTable(length: number, count: number, latencyMs: number): BucketTable {
  const buckets = emptyBuckets('constant', length);
  buckets.count.fill(count);
  for (let index = 0; index < length; index++) {
    setLatencies(buckets, index, { p50: latencyMs, p95: latencyMs, p99: latencyMs });
  }
  return { from: MONDAY, spanMs: FIVE_MINUTES, length, metrics: [], entities: [buckets] };
}

it.each([
  ['few', 2, 80],
  ['ordinary', 40, 120],
  ['many', 2_000, 5],
])('finds nothing in traffic that never changes: %s requests', async (_size, count, latencyMs) => {
  const table = constantTable((9 * DAY) / FIVE_MINUTES, count, latencyMs);
  const model = await trainModel(sliceTable(table, MONDAY, MONDAY + 8 * DAY), options);
  const scored = scoreBuckets(model, table, { from: MONDAY + 8 * DAY, minScore: RECORD_MIN_SCORE });
  expect(scored).toEqual([]);
});

it('scores from one bucket of history, and without failing from none', async () => {
  const one = constantTable(1, 40, 120);
  const later = { ...one, from: MONDAY + HOUR };
  const [scored] = scoreBuckets(await trainModel(one, options), later, { from: later.from });
  expect(scored.recordScore).toBeLessThan(RECORD_MIN_SCORE);
  const none = await trainModel({ ...one, length: 0, entities: [] }, options);
  expect(scoreBuckets(none, later, { from: later.from })).toEqual([]);
});

describe('what all entities do together', () => {
  it('is looked for in one entity after the other, and scores are those of looking at once', async () => {
    const services = ['', ' 2'].flatMap((suffix) =>
      fourServices.map((service) => ({ ...service, entity: `${service.entity}${suffix}` }))
    );
    const model = await trainModel(aTable({ seed: 1, days: 8, services }), options);
    const logs = aTable({ seed: 2, days: 2, services });
    // All rest together for four hours.
    for (const { count } of logs.entities) {
      for (let bucket = 300; bucket < 348; bucket++) count[bucket] = Math.round(count[bucket] / 2);
    }
    const turns = commonModeIn(model, logs);
    let given = 0;
    let turn = turns.next();
    for (; turn.done !== true; turn = turns.next()) given++;
    expect(given).toBeGreaterThanOrEqual(services.length);
    expect(turn.value.isActive).toContain(1);
    const from = MONDAY + DAY;
    const scored = scoreBuckets(model, logs, { from, commonMode: turn.value });
    expect(scored).toEqual(scoreBuckets(model, logs, { from }));
  });
});
