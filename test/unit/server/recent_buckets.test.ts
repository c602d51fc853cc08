import { joinTables } from '../../../server/detection/bucket_tables';
import { RecentBuckets, type RecentRequest } from '../../../server/detectors/recent_buckets';
import { type BucketRange, type TableRead } from '../../../server/elasticsearch/bucket_reader';
import { aTable, DAY, FIVE_MINUTES, HOUR, MONDAY } from '../detection/traffic';

const logs = aTable({ seed: 1, days: 4 });
const warmUp = 48 * 12;

/** Reads from `logs`, and tells the ranges that were asked for. */
function aReader() {
  const ranges: BucketRange[] = [];
  const read = (range: BucketRange): Promise<TableRead> => {
    ranges.push(range);
    const table = joinTables([logs], range);
    return Promise.resolve({
      table,
      omitted: { examples: [], count: 0, more: false },
    });
  };
  return { ranges, read };
}

const aRequest = (hours: number, change: Partial<RecentRequest> = {}): RecentRequest => ({
  detectorId: 'one',
  version: 'a',
  range: {
    from: MONDAY + 3 * DAY + hours * HOUR,
    to: MONDAY + 3 * DAY + (hours + 1) * HOUR,
    spanMs: FIVE_MINUTES,
  },
  warmUp,
  ...change,
});

describe('recent buckets', () => {
  it('are read with all that goes before them the first time, and then only as far as they are new', async () => {
    const recent = new RecentBuckets();
    const { ranges, read } = aReader();
    for (const hours of [0, 1, 2]) {
      const request = aRequest(hours);
      const { table } = await recent.read(request, read);
      const from = request.range.from - warmUp * FIVE_MINUTES;
      expect(table).toEqual(joinTables([logs], { ...request.range, from }));
    }
    expect(ranges.map(({ from, to }) => (to - from) / HOUR)).toEqual([49, 1.5, 1.5]);
  });

  it('are read anew for another model, for another detector, and for a time that is not kept', async () => {
    const recent = new RecentBuckets();
    const { ranges, read } = aReader();
    await recent.read(aRequest(0), read);
    await recent.read(aRequest(1, { version: 'b' }), read);
    await recent.read(aRequest(1, { detectorId: 'two' }), read);
    await recent.read(aRequest(-20, { detectorId: 'two' }), read);
    expect(ranges.map(({ from, to }) => (to - from) / HOUR)).toEqual([49, 49, 49, 49]);
  });
});
