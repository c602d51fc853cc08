import type { ElasticsearchClient } from '@kbn/core/server';

import { joinTablesInTurns } from '../detection/bucket_tables';
import type { BucketTable } from '../detection/types';
import {
  readBuckets,
  type BucketRange,
  type ReadBuckets,
  type TableRead,
} from '../elasticsearch/bucket_reader';
import { HOUR_MS, readHourlyLogs } from '../elasticsearch/hourly_logs';
import type { LogSource } from '../elasticsearch/log_source';
import { inTurns } from '../turns';

import { entityHash } from './bucket_document';
import { lastChunk } from './chunk';
import { withoutCounted, type Coverage } from './coverage';
import type { KeptBuckets } from './kept_buckets';
import { inLargerBuckets } from './larger_buckets';
import {
  DAY_MS,
  ceilTo,
  floorTo,
  intersect,
  lengthOf,
  subtract,
  type TimeRange,
} from './time_ranges';

/** An entity that logged nothing for so long no longer counts towards the limit. */
const RETIRED_AFTER_MS = 7 * DAY_MS;

export interface CountOptions {
  /** Ends counting when it says so of what is counted by then. */
  isEnough?: (coverage: Coverage) => boolean;
  signal?: AbortSignal;
  /** Told after every part, 0 to 1. */
  onProgress?: (done: number) => Promise<void> | void;
}

/** One detector's buckets: those that are kept, and those that its logs are counted into and that are then kept. */
export class DetectorBuckets {
  /**
   * @param source the logs, as the kept buckets were counted
   * @param client with the detector's rights
   */
  constructor(
    readonly kept: KeptBuckets,
    private readonly client: ElasticsearchClient,
    private readonly source: LogSource,
    private readonly maxEntities: number
  ) {}

  /**
   * Counts what of a range is not counted yet, newest first, and keeps each part at once: cut off, it goes on there.
   * @returns whether all of it is counted
   */
  async count(range: TimeRange, { isEnough, signal, onProgress }: CountOptions = {}) {
    let known: Set<string> | undefined;
    for (;;) {
      const coverage = await this.kept.coverage();
      const left = subtract([range], coverage.counted);
      const last = left[left.length - 1] as TimeRange | undefined;
      if (last === undefined) return true;
      if (isEnough?.(coverage)) return false;
      known ??= await this.entitiesAround(range, signal);
      const part = lastChunk(last, coverage.sliceMs, this.kept.blockMs);
      const { table } = await this.countPart(part, known, coverage.sliceMs, signal);
      for (const { entity } of table.entities) known.add(entityHash(entity));
      await this.kept.fold(Date.now(), signal);
      await onProgress?.(1 - (lengthOf(left) - (part.to - part.from)) / (range.to - range.from));
    }
  }

  /**
   * Buckets of a range: from `recountFrom` on the logs are counted, and what was kept is corrected; before it what is kept
   * is taken, and logs are counted where nothing is.
   * @param range in buckets of a multiple of the kept ones' span
   */
  async read(
    { from, to, spanMs }: BucketRange,
    {
      recountFrom,
      known,
      signal,
    }: { recountFrom: number; known?: ReadonlySet<string>; signal?: AbortSignal }
  ): Promise<TableRead> {
    const freshFrom = Math.min(Math.max(floorTo(recountFrom, spanMs), from), to);
    const before = { from, to: freshFrom };
    await this.count(before, { signal });
    const { limited, sliceMs } = await this.kept.coverage();
    const tables: BucketTable[] = [];
    if (freshFrom > from) tables.push(await this.kept.read(before, { spanMs, signal }));
    let omitted = limited?.omitted ?? NONE_OMITTED;
    if (to > freshFrom) {
      const part = { from: freshFrom, to };
      const hashes = await this.entitiesAround(part, signal);
      for (const name of known ?? []) hashes.add(entityHash(name));
      const fresh = await this.countPart(part, hashes, sliceMs, signal);
      omitted = fresh.omitted;
      tables.push(inLargerBuckets(fresh.table, spanMs));
      await this.kept.fold(Date.now(), signal);
    }
    return { table: await inTurns(joinTablesInTurns(tables, { from, to, spanMs })), omitted };
  }

  /**
   * Finds the hours of a range that have more logs now than were counted: they came late, or were loaded since. They are
   * no longer taken as counted. Fewer logs are no reason to count again: they may have been deleted.
   * @param countedIn logs that were counted in each hour
   * @returns whether there are any
   */
  async forgetChanged(
    range: TimeRange,
    countedIn: ReadonlyMap<number, number>,
    signal?: AbortSignal
  ): Promise<boolean> {
    const { counted, limited } = await this.kept.coverage();
    // Where entities were left out, there are more logs than were counted, always.
    if (limited !== null) return false;
    const whole = { from: ceilTo(range.from, HOUR_MS), to: floorTo(range.to, HOUR_MS) };
    if (intersect(counted, [whole]).length === 0) return false;
    const changed: TimeRange[] = [];
    for (const [hour, logs] of await readHourlyLogs(this.client, this.source, whole, signal)) {
      if (logs > (countedIn.get(hour) ?? 0)) changed.push({ from: hour, to: hour + HOUR_MS });
    }
    const again = intersect(counted, changed);
    if (again.length === 0) return false;
    await this.kept.changeCoverage((coverage) => withoutCounted(coverage, again));
    return true;
  }

  private async countPart(
    part: TimeRange,
    known: ReadonlySet<string>,
    sliceMs: number,
    signal?: AbortSignal
  ): Promise<ReadBuckets> {
    const { spanMs } = this.kept.counting;
    const { maxEntities } = this;
    const read = await readBuckets(
      this.client,
      this.source,
      { ...part, spanMs },
      {
        maxEntities,
        known: { has: (name) => known.has(entityHash(name)), size: known.size },
        sliceMs,
        signal,
      }
    );
    const { omitted } = read;
    await this.kept.write(read.table, part, {
      signal,
      note: (coverage) => ({
        ...coverage,
        sliceMs: read.sliceMs,
        limited: omitted.count > 0 ? { maxEntities, omitted } : coverage.limited,
      }),
    });
    return read;
  }

  private entitiesAround({ from, to }: TimeRange, signal?: AbortSignal): Promise<Set<string>> {
    return this.kept.entities({ from: from - RETIRED_AFTER_MS, to }, signal);
  }
}

const NONE_OMITTED = { examples: [], count: 0, more: false };
