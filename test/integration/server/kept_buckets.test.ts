import { createHash, randomUUID } from 'node:crypto';

import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../../common/detector';
import { BUCKETS_INDEX } from '../../../server/buckets/bucket_index';
import { BucketSource } from '../../../server/buckets/bucket_source';
import { BucketStore } from '../../../server/buckets/bucket_store';
import type { DetectorBuckets } from '../../../server/buckets/detector_buckets';
import type { TimeRange } from '../../../server/buckets/time_ranges';
import { serialiseModel, trainModel } from '../../../server/detection';
import { createRandom } from '../../../server/detection/random';
import type { BucketTable } from '../../../server/detection/types';
import { readBuckets } from '../../../server/elasticsearch/bucket_reader';
import type { LogSource } from '../../../server/elasticsearch/log_source';
import { logSource } from '../../builders/log_source';
import { detector as aDetector } from '../../builders/settings';
import { ecsFields, LogIndices } from './log_index';
import { DAY, HOUR, MINUTE, shopTraffic } from './shop_traffic';
import { watched } from './watched_client';

const SPAN = 5 * MINUTE;
/** No midnight: the first and the last day are not whole. */
const FROM = Date.UTC(2024, 2, 4, 7);
const TO = FROM + 3 * DAY + 5 * HOUR + SPAN;
const WHOLE = { from: FROM, to: TO };

describe('kept buckets', () => {
  const indices = new LogIndices();
  const internal = () => indices.client as ElasticsearchClient;
  const made: string[] = [];
  let index: string;

  const newDetector = (): Detector => {
    const detector = aDetector({ id: randomUUID() });
    made.push(detector.id);
    return detector;
  };
  const open = (
    detector: Detector,
    { client = internal(), source = logSource(index), spanMs = SPAN } = {}
  ): Promise<DetectorBuckets> =>
    // A store of its own each time, as another Kibana has.
    new BucketSource(new BucketStore(internal())).findOrBegin({
      detector,
      spaceId: 'default',
      client,
      source,
      spanMs,
    });
  const counted = async (source: LogSource, range: TimeRange, spanMs = SPAN) =>
    (await readBuckets(internal(), source, { ...range, spanMs }, { maxEntities: 100 })).table;
  const sorted = (table: BucketTable): BucketTable => ({
    ...table,
    entities: [...table.entities].sort((a, b) => (a.entity < b.entity ? -1 : 1)),
  });
  const documentsOf = async (detector: Detector, kind: string): Promise<number> => {
    await internal().indices.refresh({ index: BUCKETS_INDEX });
    const { count } = await internal().count(
      {
        index: BUCKETS_INDEX,
        query: { bool: { filter: [{ term: { detector: detector.id } }, { term: { kind } }] } },
      },
      { headers: { 'x-elastic-product-origin': 'kibana' } }
    );
    return count;
  };
  const modelHash = async ({ kept }: DetectorBuckets): Promise<string> => {
    const stream = await kept.stream(WHOLE);
    const model = await trainModel(
      {
        from: FROM,
        spanMs: SPAN,
        length: (TO - FROM) / SPAN,
        metrics: [],
        entities: stream.buckets({ ...WHOLE, spanMs: SPAN }),
      },
      { signals: ['throughput', 'error_rate', 'latency_p95'], timeZone: 'UTC', seed: 1 }
    );
    return createHash('sha256').update(serialiseModel(model)).digest('hex');
  };

  beforeAll(async () => {
    const services = ['cart', 'pay', 'search', 'users'];
    index = await indices.create('kept', ecsFields, [
      ...shopTraffic({ from: FROM, to: TO, services }),
      // One that comes late, and one that goes early.
      ...shopTraffic({ from: FROM + 2 * DAY, to: TO, services: ['new'] }),
      ...shopTraffic({ from: FROM, to: FROM + DAY, services: ['old'] }),
    ]);
  });
  afterAll(async () => {
    const store = new BucketStore(internal());
    for (const id of made) await store.delete(id);
    await indices.remove();
  });

  it('are those that the logs were counted into, newest first, in any larger span', async () => {
    const { client, ranges } = watched(internal(), index);
    const buckets = await open(newDetector(), { client });
    const progress: number[] = [];
    expect(await buckets.count(WHOLE, { onProgress: (done) => void progress.push(done) })).toBe(
      true
    );
    expect(progress[progress.length - 1]).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(ranges[0].to).toBe(TO);
    for (const spanMs of [SPAN, 15 * MINUTE, HOUR]) {
      const range = { from: FROM, to: FROM + 3 * DAY };
      const kept = await buckets.kept.read(range, { spanMs });
      expect(sorted(kept)).toEqual(sorted(await counted(logSource(index), range, spanMs)));
    }
    const one = await buckets.kept.read(WHOLE, { spanMs: SPAN, entity: 'pay' });
    expect(one.entities.map(({ entity }) => entity)).toEqual(['pay']);
  });

  it('are never counted a second time, nor once more for a larger span', async () => {
    const { client, ranges } = watched(internal(), index);
    const detector = newDetector();
    await (await open(detector, { client })).count(WHOLE);
    const before = ranges.length;
    await (await open(detector, { client })).count(WHOLE);
    await (await open(detector, { client, spanMs: HOUR })).count(WHOLE);
    const known = logSource(index, { latency: null });
    await (await open(detector, { client, source: known })).count(WHOLE);
    expect(ranges.length).toBe(before);
  });

  it('are counted in short parts at first, also after minutes without logs were scored', async () => {
    const { client, ranges } = watched(internal(), index);
    const buckets = await open(newDetector(), { client });
    for (let minutes = 5; minutes <= 30; minutes += 5) {
      const to = TO + minutes * MINUTE;
      const from = to - 10 * MINUTE;
      await buckets.read({ from, to, spanMs: SPAN }, { recountFrom: from });
    }
    const scorings = ranges.length;
    await buckets.count({ from: FROM, to: TO - 5 * MINUTE });
    const [first] = ranges.slice(scorings);
    expect(first.to - first.from).toBeLessThanOrEqual(6 * HOUR);
  });

  it('are the same after five crashes, and no part is counted twice', async () => {
    const random = createRandom(3);
    const detector = newDetector();
    const process = watched(internal(), index);
    const { client, ranges } = process;
    let done: TimeRange[] = [];
    for (let crash = 0; crash < 5; crash++) {
      process.endAfter(1 + Math.floor(2 * random()));
      const begun = ranges.length;
      await expect((await open(detector, { client })).count(WHOLE)).rejects.toThrow('is gone');
      for (const range of ranges.slice(begun)) {
        const again = done.some(({ from, to }) => range.from < to && range.to > from);
        expect(again).toBe(false);
      }
      done = (await (await open(detector)).kept.coverage()).counted;
    }
    process.endAfter(Infinity);
    const crashed = await open(detector, { client });
    expect(await crashed.count(WHOLE)).toBe(true);
    const whole = await open(newDetector());
    await whole.count(WHOLE);
    const [one, other] = await Promise.all(
      [crashed, whole].map(({ kept }) => kept.read(WHOLE, { spanMs: SPAN }))
    );
    expect(one).toEqual(other);
    expect(await modelHash(crashed)).toBe(await modelHash(whole));
  });

  it('end as they would have in order, when logs come late and in any order', async () => {
    const random = createRandom(9);
    const from = FROM;
    const to = FROM + 30 * HOUR;
    const lookBack = 30 * MINUTE;
    const logs = shopTraffic({ from, to, services: ['cart', 'pay'] }).map((log) => ({
      log,
      arrives: Date.parse(String(log['@timestamp'])) + random() * lookBack,
    }));
    const late = await indices.create('late');
    const buckets = await open(newDetector(), { source: logSource(late) });
    for (let now = from + HOUR; now <= to + HOUR; now += HOUR) {
      const arrived = logs.filter(({ arrives }) => arrives < now && arrives >= now - HOUR);
      await indices.add(
        late,
        arrived.map(({ log }) => log)
      );
      const recountFrom = now - HOUR - lookBack;
      const read = { from: Math.max(from, recountFrom), to: Math.min(now, to), spanMs: SPAN };
      await buckets.read(read, { recountFrom });
    }
    const kept = await buckets.kept.read({ from, to }, { spanMs: SPAN });
    expect(sorted(kept)).toEqual(sorted(await counted(logSource(late), { from, to })));
  });

  it('are counted again in the hours that have more logs than were counted', async () => {
    const later = await indices.create('later', ecsFields, shopTraffic({ from: FROM, to: TO }));
    const { client, ranges } = watched(internal(), later);
    const buckets = await open(newDetector(), { source: logSource(later), client });
    await buckets.count(WHOLE);
    const hours = new Map<number, number>();
    for await (const { count } of (await buckets.kept.stream(WHOLE)).counts()) {
      for (const [bucket, logs] of count.entries()) {
        const hour = Math.floor((FROM + bucket * SPAN) / HOUR) * HOUR;
        hours.set(hour, (hours.get(hour) ?? 0) + logs);
      }
    }
    expect(await buckets.forgetChanged(WHOLE, hours)).toBe(false);
    const loaded = { from: FROM + 30 * HOUR, to: FROM + 31 * HOUR };
    await indices.add(later, shopTraffic({ ...loaded, services: ['loaded'] }));
    expect(await buckets.forgetChanged(WHOLE, hours)).toBe(true);
    const before = ranges.length;
    await buckets.count(WHOLE);
    expect(ranges.slice(before)).toEqual([loaded]);
    const kept = await buckets.kept.read(WHOLE, { spanMs: SPAN });
    expect(sorted(kept)).toEqual(sorted(await counted(logSource(later), WHOLE)));
  });

  it('outlive their logs', async () => {
    const gone = await indices.create('gone', ecsFields, shopTraffic({ from: FROM, to: TO }));
    const buckets = await open(newDetector(), { source: logSource(gone) });
    await buckets.count(WHOLE);
    const before = await buckets.kept.read(WHOLE, { spanMs: SPAN });
    await internal().indices.delete({ index: gone });
    expect(await buckets.forgetChanged(WHOLE, new Map())).toBe(false);
    expect(await buckets.count(WHOLE)).toBe(true);
    expect(await buckets.kept.read(WHOLE, { spanMs: SPAN })).toEqual(before);
  });

  it('are counted again where a document is damaged', async () => {
    const detector = newDetector();
    const buckets = await open(detector);
    await buckets.count(WHOLE);
    const before = await buckets.kept.read(WHOLE, { spanMs: SPAN });
    const { hits } = await internal().search({
      index: BUCKETS_INDEX,
      size: 1,
      query: { bool: { filter: [{ term: { detector: detector.id } }, { term: { kind: 'day' } }] } },
    });
    await internal().update({
      index: BUCKETS_INDEX,
      id: hits.hits[0]._id!,
      doc: { data: Buffer.from([1, 2, 3]).toString('base64') },
    });
    await buckets.kept.read(WHOLE, { spanMs: SPAN });
    expect(await buckets.count(WHOLE)).toBe(true);
    expect(await buckets.kept.read(WHOLE, { spanMs: SPAN })).toEqual(before);
  });

  it('give place to new ones when other logs are counted', async () => {
    const detector = newDetector();
    const buckets = await open(detector);
    await buckets.count(WHOLE);
    expect(await documentsOf(detector, 'day')).toBeGreaterThan(8);
    const narrow = logSource(index, { filter: { term: { 'service.name': 'pay' } } });
    const others = await open(detector, { source: narrow });
    expect(await documentsOf(detector, 'day')).toBe(0);
    await expect(buckets.count(WHOLE)).rejects.toThrow('no longer there');
    await others.count(WHOLE);
    const { entities } = await others.kept.read(WHOLE, { spanMs: SPAN });
    expect(entities.map(({ entity }) => entity)).toEqual(['pay']);
  });

  it('of two that write at once are all there', async () => {
    const detector = newDetector();
    const [one, other] = [await open(detector), await open(detector)];
    const middle = FROM + 26 * HOUR + SPAN;
    await Promise.all([
      one.count({ from: FROM, to: middle }),
      other.count({ from: middle, to: TO }),
    ]);
    expect(await one.count(WHOLE)).toBe(true);
    const kept = await one.kept.read(WHOLE, { spanMs: SPAN });
    expect(sorted(kept)).toEqual(sorted(await counted(logSource(index), WHOLE)));
  });

  it('of a day that several fold at once are all there', async () => {
    const detector = newDetector();
    const middle = FROM + 26 * HOUR + SPAN;
    const { kept } = await open(detector);
    for (const half of [
      { from: FROM, to: middle },
      { from: middle, to: TO },
    ]) {
      await kept.write(await counted(logSource(index), half), half);
    }
    const folding = [kept, (await open(detector)).kept, (await open(detector)).kept];
    await Promise.all(folding.map((each) => each.fold(TO + 30 * DAY)));
    expect(sorted(await kept.read(WHOLE, { spanMs: SPAN }))).toEqual(
      sorted(await counted(logSource(index), WHOLE))
    );
  });

  it('go when they are too old, and with their detector', async () => {
    const detector = newDetector();
    const buckets = await open(detector);
    await buckets.count(WHOLE);
    const midnight = Date.UTC(2024, 2, 6);
    await buckets.kept.expire(midnight + 5 * HOUR);
    const { counted: left } = await buckets.kept.coverage();
    expect(left).toEqual([{ from: midnight, to: TO }]);
    const { entities } = await buckets.kept.read(WHOLE, { spanMs: SPAN });
    const first = Math.min(...entities.map(({ count }) => count.findIndex((logs) => logs > 0)));
    expect(FROM + first * SPAN).toBeGreaterThanOrEqual(midnight);
    await new BucketStore(internal()).delete(detector.id);
    for (const kind of ['coverage', 'day', 'block']) {
      expect(await documentsOf(detector, kind)).toBe(0);
    }
  });

  it('count the same entities in every part where there are more than may be', async () => {
    const detector = newDetector();
    detector.settings.maxEntities = 3;
    const buckets = await open(detector);
    await buckets.count(WHOLE);
    const { entities } = await buckets.kept.read(WHOLE, { spanMs: SPAN });
    expect(entities).toHaveLength(3);
    const all = await counted(logSource(index), WHOLE);
    for (const { entity, count } of entities) {
      expect(count).toEqual(all.entities.find((other) => other.entity === entity)?.count);
    }
    const { limited } = await buckets.kept.coverage();
    expect(limited?.omitted.count).toBeGreaterThan(0);
  });
});
