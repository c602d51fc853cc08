import { emptyBuckets } from '../detection/bucket_tables';
import type { BucketTable, EntityBuckets } from '../detection/types';
import { entityName } from '../elasticsearch/bucket_reader';
import { messageOf } from '../errors';
import { Turns } from '../turns';

import { addBuckets, encodedEntities, setPercentiles, type Placement } from './bucket_codec';
import { dayId, entityHash, type BucketDocument } from './bucket_document';
import type { BucketDocuments } from './bucket_documents';
import { keptMetrics } from './coverage';
import type { KeptLayout } from './kept_layout';
import { DAY_MS, floorTo, intersect, subtract, type TimeRange } from './time_ranges';

/** Blocks hold all entities: a few at a time. */
const BLOCKS_AT_ONCE = 6;

/** Thrown where a document cannot be read: what it kept has to be counted again. */
export class DamagedBuckets extends Error {
  constructor(
    readonly id: string,
    readonly range: TimeRange,
    reason: string
  ) {
    super(`The kept buckets in "${id}" cannot be read. ${reason}`);
    this.name = 'DamagedBuckets';
  }
}

/** Buckets of one entity as they are kept. */
export interface KeptPiece {
  /** When the first bucket begins, and how many there are. */
  time: number;
  length: number;
  values: string[];
  columns: Uint8Array;
  entity: string;
}

/** What of a document its buckets are read from. */
export type KeptDocument = Pick<BucketDocument, 'kind' | 'time' | 'entity'> & { data: Uint8Array };

/** Reads the documents of one detector's kept buckets. */
export class KeptReader {
  constructor(
    private readonly documents: BucketDocuments,
    private readonly layout: KeptLayout
  ) {}

  /**
   * What is kept of a range, in buckets of `spanMs`, entities sorted by their hash.
   * @param folded days that stand in documents of their entities
   * @param spanMs a multiple of the kept buckets' span: they are added up
   * @param entity the name of the only one that is wanted
   * @throws DamagedBuckets
   */
  async table(
    range: TimeRange,
    folded: readonly TimeRange[],
    { spanMs, entity, signal }: { spanMs: number; entity?: string; signal?: AbortSignal }
  ): Promise<BucketTable> {
    const turns = new Turns(signal);
    const length = Math.max(0, Math.round((range.to - range.from) / spanMs));
    const grid = { from: range.from, to: range.to, spanMs };
    const byHash = new Map<string, EntityBuckets>();
    for await (const piece of this.pieces(range, folded, { entity, signal })) {
      let into = byHash.get(piece.entity);
      if (into === undefined) {
        into = this.emptyBuckets(piece.values, length);
        byHash.set(piece.entity, into);
      }
      addBuckets(into, piece.columns, this.placementOf(piece, grid));
      if (turns.isOver()) await turns.next();
    }
    const hashes = [...byHash.keys()].sort();
    const entities = hashes.flatMap((hash) => byHash.get(hash) ?? []);
    for (const buckets of entities) {
      setPercentiles(buckets);
      if (turns.isOver()) await turns.next();
    }
    return { ...this.gridOf(range.from, spanMs, length), entities };
  }

  /** All pieces of a range, those of days before those of blocks. */
  async *pieces(
    range: TimeRange,
    folded: readonly TimeRange[],
    { entity, signal }: { entity?: string; signal?: AbortSignal } = {}
  ): AsyncGenerator<KeptPiece> {
    const hash = entity === undefined ? undefined : entityHash(entity);
    const days = intersect([range], folded);
    if (days.length > 0) await this.documents.refresh();
    for (const { from, to } of days) {
      const wanted = { from: floorTo(from, DAY_MS), to, entity: hash };
      for await (const document of this.days(wanted, signal))
        yield* await this.piecesOf(decoded(document));
    }
    yield* this.blockPieces(subtract([range], folded), { hash, signal });
  }

  /** Documents of days in [from, to), sorted by entity and day. */
  async *days(
    wanted: { from: number; to: number; entity?: string; afterEntity?: string },
    signal?: AbortSignal
  ): AsyncGenerator<BucketDocument> {
    const { detector, countingId: counting } = this.layout;
    for await (const page of this.documents.days({ detector, counting, ...wanted }, signal)) {
      yield* page;
    }
  }

  /** Pieces in the blocks that hold times of the ranges. */
  async *blockPieces(
    ranges: readonly TimeRange[],
    { hash, signal }: { hash?: string; signal?: AbortSignal } = {}
  ): AsyncGenerator<KeptPiece> {
    const ids = this.layout.blockTimes(ranges).map((time) => this.layout.blockId(time));
    const turns = new Turns(signal);
    for (let start = 0; start < ids.length; start += BLOCKS_AT_ONCE) {
      const found = await this.documents.get(ids.slice(start, start + BLOCKS_AT_ONCE), signal);
      for (const { document } of found.values()) {
        for (const piece of await this.piecesOf(decoded(document))) {
          if (hash === undefined || piece.entity === hash) yield piece;
          if (turns.isOver()) await turns.next();
        }
      }
    }
  }

  /** @throws DamagedBuckets */
  async piecesOf({ kind, time, entity, data }: KeptDocument): Promise<KeptPiece[]> {
    const { layout } = this;
    const ms = kind === 'day' ? DAY_MS : layout.blockMs;
    const length = layout.buckets(ms);
    try {
      const turns = new Turns();
      const pieces: KeptPiece[] = [];
      for (const { values, columns } of await encodedEntities(data)) {
        const hash = kind === 'day' ? entity : entityHash(entityName(values));
        pieces.push({ time, length, values, columns, entity: hash });
        if (turns.isOver()) await turns.next();
      }
      return pieces;
    } catch (error) {
      const id =
        kind === 'day'
          ? dayId(layout.detector, layout.countingId, time, entity)
          : layout.blockId(time);
      throw new DamagedBuckets(id, { from: time, to: time + ms }, messageOf(error));
    }
  }

  emptyBuckets(values: string[], length: number): EntityBuckets {
    return emptyBuckets(entityName(values), values, length, this.layout.counting.metrics.length);
  }

  /** Which buckets of a piece are wanted, and where they go in a grid of its range. */
  placementOf(
    { time, length }: Pick<KeptPiece, 'time' | 'length'>,
    { from, to, spanMs }: { from: number; to: number; spanMs: number }
  ): Placement {
    const { counting } = this.layout;
    return {
      length,
      first: Math.max(0, this.layout.buckets(from - time)),
      last: Math.min(length, this.layout.buckets(to - time)),
      multiple: Math.round(spanMs / counting.spanMs),
      offset: this.layout.buckets(time - from),
    };
  }

  gridOf(from: number, spanMs: number, length: number): Omit<BucketTable, 'entities'> {
    return {
      from,
      spanMs,
      length,
      metrics: keptMetrics(this.layout.counting).map(({ name }) => name),
    };
  }
}

/** A document with its data as bytes. */
export const decoded = ({ kind, time, entity, data = '' }: BucketDocument): KeptDocument => ({
  kind,
  time,
  entity,
  data: Buffer.from(data, 'base64'),
});
