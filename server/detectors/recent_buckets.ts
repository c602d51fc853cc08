import { endOf, joinTablesInTurns } from '../detection/bucket_tables';
import type { BucketTable } from '../detection/types';
import type { BucketRange, TableRead } from '../elasticsearch/bucket_reader';
import { inTurns } from '../turns';

/** Late logs may still change this many of the buckets before the ones to score; older ones are not read again. */
const READ_AGAIN = 6;
/** What is kept beyond what the next scoring needs, so that it may begin a little earlier. */
const SPARE = 48;
/** Buckets of all detectors together; at some 50 bytes each they take 200 MB. */
const MAX_KEPT = 4_000_000;

export interface RecentRequest {
  detectorId: string;
  /** What the buckets depend on: with another one, nothing that is kept is of use. */
  version: string;
  /** The buckets to score; always read. */
  range: BucketRange;
  /** How many buckets before them are wanted. */
  warmUp: number;
}

interface Kept {
  version: string;
  table: BucketTable;
}

/**
 * Scoring looks back on days of buckets, and happens every minute. What was read for the last time is kept in memory,
 * so that only what is new is counted; after a restart all of it is read once.
 */
export class RecentBuckets {
  private readonly kept = new Map<string, Kept>();

  /**
   * The wanted buckets, and those before them; the entities that were left out are those of what was read just now.
   * @param read reads a range; what is from `recountFrom` on may have changed since it was counted
   */
  async read(
    { detectorId, version, range, warmUp }: RecentRequest,
    read: (range: BucketRange, recountFrom: number) => Promise<TableRead>
  ): Promise<TableRead> {
    const { from, to, spanMs } = range;
    const wantedFrom = from - warmUp * spanMs;
    const readFrom = from - Math.min(READ_AGAIN, warmUp) * spanMs;
    const known = this.kept.get(detectorId);
    const isUsable =
      known?.version === version &&
      known.table.spanMs === spanMs &&
      known.table.from <= wantedFrom &&
      endOf(known.table) >= readFrom;
    const fresh = await read({ from: isUsable ? readFrom : wantedFrom, to, spanMs }, readFrom);
    const tables = isUsable ? [known.table, fresh.table] : [fresh.table];
    const table = isUsable
      ? await inTurns(joinTablesInTurns(tables, { from: wantedFrom, to, spanMs }))
      : fresh.table;
    await this.keep(detectorId, version, tables, {
      from: Math.max(tables[0].from, to - (warmUp + SPARE) * spanMs),
      to,
      spanMs,
    });
    return { ...fresh, table };
  }

  /** Forgets what was kept longest where there is too much. */
  private async keep(
    detectorId: string,
    version: string,
    tables: readonly BucketTable[],
    range: BucketRange
  ): Promise<void> {
    const joined = await inTurns(joinTablesInTurns(tables, range));
    this.kept.delete(detectorId);
    this.kept.set(detectorId, { version, table: joined });
    let total = 0;
    for (const { table } of this.kept.values()) total += table.length * table.entities.length;
    for (const [id, { table }] of this.kept) {
      if (total <= MAX_KEPT) break;
      this.kept.delete(id);
      total -= table.length * table.entities.length;
    }
  }
}
