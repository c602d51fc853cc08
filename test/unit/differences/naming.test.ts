import type { Direction, FieldValue } from '../../../common/differences';
import { createRandom } from '../../../server/detection/random';
import type { Observed } from '../../../server/differences/clustering';
import {
  hasValue,
  nameDifferences,
  type NamedDifference,
  type SampledLog,
} from '../../../server/differences/name_differences';
import { chooseValues } from '../../../server/differences/sampled_fields';

const SLOTS = 24;

/** Draws a value of each field of a log. */
type Draw = (random: () => number) => Record<string, string>;

const oneOf = (random: () => number, name: string, count: number): string =>
  `${name}-${Math.floor(random() * count)}`;

/** Twelve fields, from two values to as many as there are logs, one of them with a few large values. */
const ordinary: Draw = (random) => ({
  'client.ip': oneOf(() => random() ** 3, 'client', 200),
  'host.name': oneOf(random, 'host', 6),
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, field) => [
      `field-${field}`,
      oneOf(random, 'value', 2 + 4 * field * field),
    ])
  ),
  'trace.id': String(random()),
});

const draw = (random: () => number, logs: number, from: Draw): SampledLog[] =>
  Array.from(
    { length: logs },
    () => new Map(Object.entries(from(random)).map(([field, value]) => [field, [value]] as const))
  );

/** Logs are dealt out to the slots in turn. */
function bySlot(logs: readonly SampledLog[], value: FieldValue): Observed[] {
  const slots = Array.from({ length: SLOTS }, () => ({ count: 0, total: 0 }));
  for (const [index, log] of logs.entries()) {
    const slot = slots[index % SLOTS];
    slot.total++;
    if (hasValue(log, value)) slot.count++;
  }
  return slots;
}

/** What is named about `now` logs against `before` others, all of them counted. */
function named(
  seed: number,
  { now, before }: { now: [number, Draw]; before: [number, Draw] },
  direction: Direction = 'high'
): NamedDifference[] {
  const random = createRandom(seed);
  const logsNow = draw(random, ...now);
  const logsBefore = draw(random, ...before);
  const fields = [...logsBefore[0].keys()];
  const samples = { now: logsNow.slice(0, 400), before: logsBefore.slice(0, 400) };
  const { values, tests } = chooseValues(fields, { ...samples, direction });
  const count = (logs: readonly SampledLog[], value: FieldValue): Observed => ({
    count: logs.filter((log) => hasValue(log, value)).length,
    total: logs.length,
  });
  return nameDifferences(
    values.map((value) => ({
      ...value,
      now: count(logsNow, value),
      references: [bySlot(logsBefore, value)],
    })),
    { direction, tests, sampleNow: samples.now, sampleBefore: samples.before }
  );
}

const brief = (differences: readonly NamedDifference[]) =>
  differences.map(({ field, value, also }) => ({
    value: `${field}: ${value}`,
    also: also.map((other) => other.field),
  }));

/** Confines a part of the logs to these values. */
const confined =
  (share: number, values: Record<string, string>): Draw =>
  (random) => ({ ...ordinary(random), ...(random() < share ? values : {}) });

describe('where nothing differs', () => {
  it.each([
    [12, 'high'],
    [60, 'high'],
    [400, 'high'],
    [12, 'low'],
    [400, 'low'],
  ] as const)('nothing is named in sixty anomalies of %i logs (%s)', (logs, direction) => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    const wrong = seeds.filter(
      (seed) =>
        named(seed, { now: [logs, ordinary], before: [600, ordinary] }, direction).length > 0
    );
    expect(wrong).toEqual([]);
  });
});

describe('what an anomaly is confined to', () => {
  it('is named', () => {
    const now = confined(0.6, { 'host.name': 'host-3' });
    expect(brief(named(1, { now: [100, now], before: [1_200, ordinary] }))).toEqual([
      { value: 'host.name: host-3', also: [] },
    ]);
  });

  it('is named where it was never seen before', () => {
    const now = confined(0.3, { 'client.ip': 'newcomer' });
    const [difference, ...others] = named(1, { now: [100, now], before: [1_200, ordinary] });
    expect(difference).toMatchObject({ field: 'client.ip', value: 'newcomer' });
    expect(difference.usual.usualShare).toBe(0);
    expect(others).toEqual([]);
  });

  it('is named once where several fields tell the same logs, by the one that people know', () => {
    const now = confined(0.6, { 'field-8': 'container', 'host.name': 'host-3' });
    expect(brief(named(2, { now: [200, now], before: [1_200, ordinary] }))).toEqual([
      { value: 'host.name: host-3', also: ['field-8'] },
    ]);
  });

  it('is said beside what brings it about, where it is no difference of its own', () => {
    // One client does it all, and only on one path, which others use too.
    const now = confined(0.6, { 'client.ip': 'newcomer', 'field-2': 'value-1' });
    const [difference, ...others] = brief(named(3, { now: [200, now], before: [1_200, ordinary] }));
    expect(difference.value).toBe('client.ip: newcomer');
    expect(difference.also).toEqual(['field-2']);
    expect(others).toEqual([]);
  });

  it('is named twice where it is two different things', () => {
    const now: Draw = (random) => ({
      ...ordinary(random),
      ...(random() < 0.5 ? { 'host.name': 'host-3' } : { 'client.ip': 'newcomer' }),
    });
    const found = brief(named(4, { now: [300, now], before: [1_200, ordinary] }));
    expect(found.map(({ value }) => value).sort()).toEqual([
      'client.ip: newcomer',
      'host.name: host-3',
    ]);
  });

  it('is named where it has vanished', () => {
    const now: Draw = (random) => {
      for (;;) {
        const log = ordinary(random);
        if (log['host.name'] !== 'host-3') return log;
      }
    };
    const found = named(5, { now: [200, now], before: [1_200, ordinary] }, 'low');
    expect(brief(found)).toEqual([{ value: 'host.name: host-3', also: [] }]);
    expect(found[0].usual.share).toBe(0);
  });

  it('is not named where it comes and goes by itself', () => {
    // Before, the batch ran in one slot of four; slots are dealt out in turn.
    let log = 0;
    const before: Draw = (random) => ({
      ...ordinary(random),
      ...(log++ % 4 === 0 ? { 'client.ip': 'batch' } : {}),
    });
    const now = confined(0.6, { 'client.ip': 'batch' });
    expect(named(6, { now: [400, now], before: [1_200, before] })).toEqual([]);
  });
});

describe('the values to be counted', () => {
  const logs = draw(createRandom(7), 400, ordinary);
  const other = draw(createRandom(8), 400, confined(0.5, { 'host.name': 'host-1' }));

  it('are none of identifiers, which are named as left out', () => {
    const { examinedFields, omittedFields } = chooseValues(['trace.id', 'host.name', 'absent'], {
      now: logs,
      before: other,
      direction: 'high',
    });
    expect(examinedFields).toEqual(['host.name']);
    expect(omittedFields).toEqual([{ field: 'trace.id', reason: 'nearly_unique' }]);
  });

  it('are those more frequent now, or those less frequent', () => {
    const chosen = (direction: Direction) =>
      chooseValues(['host.name'], { now: other, before: logs, direction }).values.map(
        ({ value }) => value
      );
    expect(chosen('high')).toEqual(['host-1']);
    expect(chosen('low')).not.toContain('host-1');
    expect(chosen('low').length).toBeGreaterThan(0);
  });

  it('are of a hundred fields at most, those that most logs have', () => {
    const wide = Array.from(
      { length: 100 },
      (_, log) =>
        new Map(
          Array.from(
            { length: 105 },
            (_value, field) => [`f${field}`, [`v${field % 3}`]] as const
          ).filter(([field]) => field !== 'f0' || log % 2 === 0)
        )
    );
    const { examinedFields, omittedFields } = chooseValues(
      Array.from({ length: 105 }, (_, field) => `f${field}`),
      { now: wide, before: wide, direction: 'high' }
    );
    expect(examinedFields).toHaveLength(100);
    expect(examinedFields).not.toContain('f0');
    expect(omittedFields).toHaveLength(5);
    expect(omittedFields[4]).toEqual({ field: 'f0', reason: 'over_budget' });
  });
});
