import fc from 'fast-check';

import {
  INCIDENT_REACH_MS,
  linkIncidents,
  type EntityRecord,
  type StoredRecord,
} from '../../../server/detection/incident_links';
import { incidentStarts, type GradedRecord } from '../../../server/detection/incidents';

const MINUTE = 60_000;
const SPAN = 5 * MINUTE;
const T0 = Date.UTC(2026, 2, 2);

/** Records of 5 minutes: the score at each minute. */
const at = (scores: Record<number, number>, spanMs = SPAN): GradedRecord[] =>
  Object.entries(scores).map(([minute, score]) => ({
    time: T0 + Number(minute) * MINUTE,
    spanMs,
    score,
  }));
/** In minutes. */
const startsOf = (records: GradedRecord[], continued?: number): Array<number | null> =>
  incidentStarts(records, continued).map((start) =>
    start === null ? null : (start - T0) / MINUTE
  );

describe('an incident', () => {
  it('holds records that follow each other within half an hour', () => {
    expect(startsOf(at({ 0: 60, 5: 80, 40: 30 }))).toEqual([0, 0, 0]);
  });

  it('ends after half an hour without another, counted from the end of a bucket', () => {
    expect(startsOf(at({ 0: 60, 35: 60, 75: 60 }))).toEqual([0, 0, 75]);
  });

  it('lasts over two buckets without one where they are longer than half an hour', () => {
    expect(startsOf(at({ 0: 60, 180: 60, 420: 60 }, 60 * MINUTE))).toEqual([0, 0, 420]);
  });

  it('needs a record of minor or more, and holds the lesser ones between two of them', () => {
    expect(startsOf(at({ 0: 24, 5: 25, 10: 4, 15: 50, 20: 24.9 }))).toEqual([null, 5, 5, 5, null]);
    expect(startsOf(at({ 0: 24, 5: 24 }))).toEqual([null, null]);
  });

  it('goes on where it is known to have begun earlier', () => {
    expect(startsOf(at({ 0: 4, 5: 60, 60: 60 }), T0 - 10 * MINUTE)).toEqual([null, -10, 60]);
  });
});

/** What is stored of a detector, and how ranges of it are scored: as the records' index does it. */
class Store {
  readonly records = new Map<string, StoredRecord>();
  reads = 0;

  async score(
    all: readonly EntityRecord[],
    { from, to }: { from: number; to: number },
    { failAfter = Infinity } = {}
  ): Promise<void> {
    const scored = all.filter(({ time }) => time >= from && time < to);
    const { starts, relinked } = await linkIncidents({
      from,
      to,
      scored,
      around: this.read({ from: from - INCIDENT_REACH_MS, to: to + INCIDENT_REACH_MS }),
      readOn: (range, entities) => {
        this.reads++;
        return Promise.resolve(this.read(range).filter(({ entity }) => entities.includes(entity)));
      },
    });
    let written = 0;
    for (const { record, incidentStart } of relinked) {
      if (written++ >= failAfter) return;
      this.records.set(record.id, { ...record, incidentStart });
    }
    for (const { id, time } of this.read({ from, to })) {
      if (written++ >= failAfter) return;
      if (time >= from && time < to) this.records.delete(id);
    }
    for (const record of scored) {
      if (written++ >= failAfter) return;
      const id = `${record.entity} ${record.time}`;
      this.records.set(id, { ...record, id, incidentStart: starts.get(record)! });
    }
  }

  /** The start of the incident of each record, by its id. */
  links(): Record<string, number | null> {
    return Object.fromEntries(
      [...this.records.values()]
        .map(({ id, incidentStart }) => [id, incidentStart] as const)
        .sort(([a], [b]) => a.localeCompare(b))
    );
  }

  private read({ from, to }: { from: number; to: number }): StoredRecord[] {
    return [...this.records.values()].filter(({ time }) => time >= from && time < to);
  }
}

const BUCKETS = 300;
const EVERYTHING = { from: T0, to: T0 + BUCKETS * SPAN };

/** More than a day of some entities: silent for long, busy with records, in and out of incidents. */
const history = fc
  .array(
    fc.record({
      entity: fc.constantFrom('cart', 'pay'),
      bucket: fc.nat(BUCKETS - 1),
      score: fc.constantFrom(4, 10, 24, 25, 60, 90),
    }),
    { maxLength: 160 }
  )
  .map((drawn) =>
    [...new Map(drawn.map((each) => [`${each.entity} ${each.bucket}`, each])).values()].map(
      ({ entity, bucket, score }): EntityRecord => ({
        entity,
        time: T0 + bucket * SPAN,
        spanMs: SPAN,
        score,
      })
    )
  );
/** An incident that has no end. */
const lasting = (buckets: number): EntityRecord[] =>
  Array.from({ length: buckets }, (_, bucket) => ({
    entity: 'cart',
    time: T0 + bucket * SPAN,
    spanMs: SPAN,
    score: 90,
  }));
const ranges = (parts: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: BUCKETS - 1 }), { maxLength: parts })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), BUCKETS])
    .map((edges) =>
      edges.slice(1).map((to, index) => ({
        from: T0 + edges[index] * SPAN,
        to: T0 + to * SPAN,
      }))
    )
    .chain((parted) => fc.shuffledSubarray(parted, { minLength: parted.length }));

const scoredAtOnce = async (all: readonly EntityRecord[]): Promise<Store> => {
  const store = new Store();
  await store.score(all, EVERYTHING);
  return store;
};

describe('incidents across the ends of scored ranges', () => {
  it('are the same in whatever parts, and in whatever order, time is scored', async () => {
    await fc.assert(
      fc.asyncProperty(history, ranges(12), async (all, parts) => {
        const store = new Store();
        for (const part of parts) await store.score(all, part);
        expect(store.links()).toEqual((await scoredAtOnce(all)).links());
      })
    );
  });

  it('are those of the newest scoring when a part is scored again with other results', async () => {
    await fc.assert(
      fc.asyncProperty(history, history, ranges(4), async (before, now, [part]) => {
        const store = await scoredAtOnce(before);
        await store.score(now, part);
        const isInPart = ({ time }: EntityRecord) => time >= part.from && time < part.to;
        const expected = [...before.filter((each) => !isInPart(each)), ...now.filter(isInPart)];
        expect(store.links()).toEqual((await scoredAtOnce(expected)).links());
      })
    );
  });

  it('stay when a part is scored again with the same result', async () => {
    await fc.assert(
      fc.asyncProperty(history, ranges(4), async (all, parts) => {
        const store = await scoredAtOnce(all);
        const links = store.links();
        for (const part of parts) await store.score(all, part);
        expect(store.links()).toEqual(links);
      })
    );
  });

  it('are repaired by scoring again what was cut off while it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(BUCKETS), async (failAfter) => {
        const all = lasting(BUCKETS);
        const store = new Store();
        const first = { from: T0, to: T0 + 10 * SPAN };
        await store.score(all, { ...EVERYTHING, from: first.to });
        await store.score(all, first, { failAfter });
        await store.score(all, first);
        expect(store.links()).toEqual((await scoredAtOnce(all)).links());
      })
    );
  });

  it('are followed to their end, however long that is after the range', async () => {
    const long = lasting(40 * 288);
    const store = new Store();
    const to = T0 + long.length * SPAN;
    await store.score(long, { from: T0 + SPAN, to });
    await store.score(long, { from: T0, to: T0 + SPAN });
    expect(new Set(Object.values(store.links()))).toEqual(new Set([T0]));
    expect(store.reads).toBeGreaterThan(2);
  });

  it('read nothing more when scoring goes on at the end', async () => {
    const all = lasting(BUCKETS);
    const store = new Store();
    for (const { time } of all) await store.score(all, { from: time, to: time + SPAN });
    expect(store.reads).toBe(0);
    expect(new Set(Object.values(store.links()))).toEqual(new Set([T0]));
  });
});
