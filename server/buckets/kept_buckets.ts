import type { BucketTable } from '../detection/types';
import { DetectorError } from '../errors';

import type { State } from './bucket_document';
import type { BucketDocuments } from './bucket_documents';
import { ATTEMPTS, contended } from './contention';
import {
  coverageSince,
  serves,
  withCounted,
  withoutCounted,
  type Counting,
  type Coverage,
} from './coverage';
import { readCoverage, writeCoverage } from './coverage_document';
import { completeDays, type KeptLayout } from './kept_layout';
import { EntityStream } from './entity_stream';
import { DamagedBuckets, KeptReader } from './kept_reader';
import { KeptWriter } from './kept_writer';
import {
  covers,
  DAY_MS,
  floorTo,
  intersect,
  partsOf,
  subtract,
  type TimeRange,
} from './time_ranges';

/** The record of what is kept, and which of its states that is. */
interface Current {
  coverage: Coverage;
  state: State;
}

/** A day's buckets get documents of their own so long after its end, when hardly a log of it comes late any more. */
const FOLD_AFTER_MS = 2 * 3_600_000;

/**
 * The kept buckets of one detector: whole days in a document for each entity, those of a day that is not complete in
 * blocks of 12 buckets with all entities, so that scoring changes one or two documents and not one for each entity.
 */
export class KeptBuckets {
  private readonly reader: KeptReader;
  private readonly writer: KeptWriter;

  constructor(
    private readonly documents: BucketDocuments,
    private readonly layout: KeptLayout
  ) {
    this.reader = new KeptReader(documents, layout);
    this.writer = new KeptWriter(documents, layout, this.reader);
  }

  get counting(): Counting {
    return this.layout.counting;
  }

  /** How much time is kept at once, at least. */
  get blockMs(): number {
    return this.layout.blockMs;
  }

  /** @throws DetectorError when nothing is kept any more: the detector was deleted, or counts in another way */
  async coverage(): Promise<Coverage> {
    return (await this.current()).coverage;
  }

  /** Changes the record of what is kept, based on what it is then. */
  async changeCoverage(change: (coverage: Coverage) => Coverage): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { coverage, state } = await this.current();
      if (await this.putCoverage(change(coverage), state)) return;
    }
    throw contended(this.layout.detector);
  }

  /** Hashes of the entities that have logs in the days and blocks of a range. */
  async entities(range: TimeRange, signal?: AbortSignal): Promise<Set<string>> {
    const { detector, countingId: counting } = this.layout;
    const { folded } = await this.coverage();
    await this.documents.refresh();
    const days = { from: floorTo(range.from, DAY_MS), to: range.to };
    const found = await this.documents.entities({ detector, counting, ...days }, signal);
    for await (const { entity } of this.reader.blockPieces(subtract([range], folded), { signal })) {
      found.add(entity);
    }
    return found;
  }

  /**
   * What is kept of a range, in buckets of `spanMs`, a multiple of the kept ones', of all entities or of the one named.
   * What is not kept has no logs here.
   */
  read(
    range: TimeRange,
    options: { spanMs: number; entity?: string; signal?: AbortSignal }
  ): Promise<BucketTable> {
    return this.mended(async () => (await this.readAsOf(range, options)).table);
  }

  /** The same, entity after entity, so that they need not all be held in memory. */
  async stream(range: TimeRange, signal?: AbortSignal): Promise<EntityStream> {
    const { folded } = await this.coverage();
    await this.documents.refresh();
    return new EntityStream(this.reader, this.layout, range, folded, signal);
  }

  /**
   * Keeps all buckets of a range, in place of what was kept of it, and then says that they are counted.
   * @param table of the kept buckets' span; an entity that is not in it has no logs in the range
   * @param note what else to change in the record of what is kept
   */
  async write(
    table: BucketTable,
    range: TimeRange,
    {
      signal,
      note = (coverage) => coverage,
    }: { signal?: AbortSignal; note?: (coverage: Coverage) => Coverage } = {}
  ): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await this.writeOnce(table, range, await this.current(), { signal, note })) return;
    }
    throw contended(this.layout.detector);
  }

  /** Moves the days that are complete from blocks to documents of their entities. */
  async fold(now: number, signal?: AbortSignal): Promise<void> {
    const { counted, folded } = await this.coverage();
    const days = completeDays(counted);
    for (const day of days) {
      if (intersect([day], folded).length > 0 || day.to + FOLD_AFTER_MS > now) continue;
      await this.mended(() => this.foldDay(day, signal));
    }
  }

  /** Deletes what is kept of the days before. */
  async expire(before: number): Promise<void> {
    const from = floorTo(before, DAY_MS);
    const { counted } = await this.coverage();
    if (subtract(counted, [{ from, to: Infinity }]).length === 0) return;
    await this.changeCoverage((coverage) => coverageSince(coverage, from));
    await this.documents.refresh();
    const filter = [
      { term: { detector: this.layout.detector } },
      { terms: { kind: ['day', 'block'] } },
      { range: { time: { lt: from, format: 'epoch_millis' } } },
    ];
    for await (const ids of this.documents.idsOf(filter)) {
      await this.documents.change(ids.map((id) => ({ id, document: null })));
    }
  }

  /** Runs `work`; a damaged document that it meets is deleted, and its time has to be counted again. */
  async mended<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof DamagedBuckets)) throw error;
        await this.changeCoverage((coverage) => withoutCounted(coverage, [error.range]));
        await this.documents.change([{ id: error.id, document: null }]);
        await this.documents.refresh();
      }
    }
  }

  /**
   * A day's buckets are read and written on the same record of what is kept: whoever else folds the day deletes its blocks,
   * and whoever counts it again changes them.
   */
  private async foldDay(day: TimeRange, signal: AbortSignal | undefined): Promise<void> {
    const { spanMs } = this.counting;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { table, asOf } = await this.readAsOf(day, { spanMs, signal });
      const { counted, folded } = asOf.coverage;
      if (!covers(counted, day) || intersect([day], folded).length > 0) return;
      if (await this.writeOnce(table, day, asOf, { signal })) return;
    }
    throw contended(this.layout.detector);
  }

  /** What is kept of a range, read while none of its days was folded, and the record of what is kept that it was read by. */
  private async readAsOf(
    range: TimeRange,
    options: { spanMs: number; entity?: string; signal?: AbortSignal }
  ): Promise<{ table: BucketTable; asOf: Current }> {
    let asOf = await this.current();
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const table = await this.reader.table(range, asOf.coverage.folded, options);
      const now = await this.current();
      const foldedSince = subtract(now.coverage.folded, asOf.coverage.folded);
      if (intersect(intersect(foldedSince, asOf.coverage.counted), [range]).length === 0) {
        return { table, asOf };
      }
      asOf = now;
    }
    throw contended(this.layout.detector);
  }

  /** @returns whether it was done: not when what is kept was changed since `current` */
  private async writeOnce(
    table: BucketTable,
    range: TimeRange,
    { coverage, state }: Current,
    {
      signal,
      note = (changed) => changed,
    }: { signal?: AbortSignal; note?: (coverage: Coverage) => Coverage }
  ): Promise<boolean> {
    const whole = completeDays([range]);
    const inBlocks = subtract([range], [...coverage.folded, ...whole]);
    const blocks = inBlocks.flatMap((part) => partsOf(part, this.blockMs));
    const days = subtract([range], inBlocks).flatMap((part) => partsOf(part, DAY_MS));
    let isDone = true;
    for (const part of days) {
      isDone = (await this.mended(() => this.writer.day(table, part, signal))) && isDone;
    }
    isDone = (await this.mended(() => this.writer.blocks(table, blocks, signal))) && isDone;
    const changed = note(withCounted(coverage, range, whole));
    if (!isDone || !(await this.putCoverage(changed, state))) return false;
    const obsolete = subtract(intersect(coverage.counted, whole), coverage.folded);
    const ids = this.layout.blockTimes(obsolete).map((time) => this.layout.blockId(time));
    await this.documents.change(ids.map((id) => ({ id, document: null })));
    return true;
  }

  private async current(): Promise<Current> {
    const stored = await readCoverage(this.documents, this.layout.detector);
    if (stored && serves(stored.coverage.counting, this.counting)) return stored;
    throw new DetectorError(
      'unavailable',
      `The kept buckets of detector "${this.layout.detector}" are no longer there: it was deleted, or its logs are counted in another way now.`
    );
  }

  private putCoverage(coverage: Coverage, basedOn: State): Promise<boolean> {
    return writeCoverage(this.documents, this.layout.owner, coverage, basedOn);
  }
}
