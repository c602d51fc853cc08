import type { EntityBuckets } from '../detection/types';
import { entityName, type BucketRange } from '../elasticsearch/bucket_reader';
import { Turns } from '../turns';

import { addBuckets, addCounts, setPercentiles } from './bucket_codec';
import type { KeptLayout } from './kept_layout';
import { decoded, type KeptDocument, type KeptPiece, type KeptReader } from './kept_reader';
import { covers, DAY_MS, floorTo, intersect, subtract, type TimeRange } from './time_ranges';

/** Documents of days are held in memory for the next time up to this many bytes. */
const HELD_BYTES = 256 * 1024 * 1024;

/** What an entity's kept counts of logs are. */
export interface EntityCounts {
  hash: string;
  name: string;
  /** In the kept buckets of the range. */
  count: Float32Array;
}

interface DaysOfEntity {
  hash: string;
  days: KeptDocument[];
}

/**
 * The kept buckets of a range, entity after entity in the order of their hashes, as often as they are asked for. What was
 * read is held in memory, compressed as it is, up to a limit; what is beyond is read again.
 */
export class EntityStream {
  private readonly held: DaysOfEntity[] = [];
  private heldBytes = 0;
  /** Whether the entities after those that are held have to be read. */
  private hasMore = true;
  private blocks: Map<string, KeptPiece[]> | undefined;

  constructor(
    private readonly reader: KeptReader,
    private readonly layout: KeptLayout,
    private readonly range: TimeRange,
    private readonly folded: readonly TimeRange[],
    private readonly signal?: AbortSignal
  ) {}

  /**
   * The buckets of each entity, or of those in `only`, by their hash.
   * @param grid a part of the range, in buckets of a multiple of the kept ones' span
   * @param percentilesFrom epoch ms; of the buckets before, no percentiles are wanted, which take as long as all else
   */
  buckets(
    grid: BucketRange,
    {
      only,
      percentilesFrom = grid.from,
    }: { only?: ReadonlySet<string>; percentilesFrom?: number } = {}
  ): AsyncIterable<EntityBuckets> {
    return { [Symbol.asyncIterator]: () => this.decoded(grid, only, percentilesFrom) };
  }

  /** Counts of logs alone, in the kept buckets' span. */
  async *counts(): AsyncGenerator<EntityCounts> {
    const grid = { ...this.range, spanMs: this.layout.counting.spanMs };
    for await (const pieces of this.entities()) {
      const count = new Float32Array(this.layout.buckets(grid.to - grid.from));
      for (const piece of pieces) {
        addCounts(count, piece.columns, this.reader.placementOf(piece, grid));
      }
      yield { hash: pieces[0].entity, name: entityName(pieces[0].values), count };
    }
  }

  private async *decoded(
    grid: BucketRange,
    only: ReadonlySet<string> | undefined,
    percentilesFrom: number
  ): AsyncGenerator<EntityBuckets> {
    const length = Math.round((grid.to - grid.from) / grid.spanMs);
    const firstPercentile = Math.floor(Math.max(percentilesFrom - grid.from, 0) / grid.spanMs);
    const turns = new Turns(this.signal);
    for await (const pieces of this.entities(only)) {
      const buckets = this.reader.emptyBuckets(pieces[0].values, length);
      for (const piece of pieces) {
        addBuckets(buckets, piece.columns, this.reader.placementOf(piece, grid));
        if (turns.isOver()) await turns.next();
      }
      setPercentiles(buckets, firstPercentile);
      if (turns.isOver()) await turns.next();
      yield buckets;
    }
  }

  /** The pieces of each entity, of days before those of blocks; what is done with an entity counts as part of a turn. */
  private async *entities(only?: ReadonlySet<string>): AsyncGenerator<KeptPiece[]> {
    const turns = new Turns(this.signal);
    const blocks = (this.blocks ??= await this.readBlocks());
    const inBlocks = [...blocks.keys()].sort();
    let next = 0;
    const isWanted = (hash: string) => only === undefined || only.has(hash);
    for await (const { hash, days } of this.daysOfEntities()) {
      for (; next < inBlocks.length && inBlocks[next] <= hash; next++) {
        const other = inBlocks[next];
        if (other === hash || !isWanted(other)) continue;
        yield blocks.get(other) ?? [];
        if (turns.isOver()) await turns.next();
      }
      if (!isWanted(hash)) continue;
      const pieces: KeptPiece[] = [];
      for (const day of days) {
        pieces.push(...(await this.reader.piecesOf(day)));
        if (turns.isOver()) await turns.next();
      }
      yield [...pieces, ...(blocks.get(hash) ?? [])];
      if (turns.isOver()) await turns.next();
    }
    for (; next < inBlocks.length; next++) {
      if (!isWanted(inBlocks[next])) continue;
      yield blocks.get(inBlocks[next]) ?? [];
      if (turns.isOver()) await turns.next();
    }
  }

  private async readBlocks(): Promise<Map<string, KeptPiece[]>> {
    const byHash = new Map<string, KeptPiece[]>();
    const ranges = subtract([this.range], this.folded);
    for await (const piece of this.reader.blockPieces(ranges, { signal: this.signal })) {
      const pieces = byHash.get(piece.entity);
      if (pieces === undefined) byHash.set(piece.entity, [piece]);
      else pieces.push(piece);
    }
    return byHash;
  }

  private async *daysOfEntities(): AsyncGenerator<DaysOfEntity> {
    for (const one of [...this.held]) yield one;
    if (!this.hasMore) return;
    let isHolding = this.heldBytes < HELD_BYTES;
    for await (const one of this.readDays(this.held[this.held.length - 1]?.hash)) {
      if (isHolding) {
        this.held.push(one);
        for (const { data } of one.days) this.heldBytes += data.length;
        isHolding = this.heldBytes < HELD_BYTES;
      }
      yield one;
    }
    this.hasMore = !isHolding;
  }

  private async *readDays(afterEntity: string | undefined): AsyncGenerator<DaysOfEntity> {
    const days = intersect([this.range], this.folded);
    if (days.length === 0) return;
    const from = floorTo(days[0].from, DAY_MS);
    const { to } = days[days.length - 1];
    let group: DaysOfEntity | undefined;
    for await (const document of this.reader.days({ from, to, afterEntity }, this.signal)) {
      const { entity, time } = document;
      if (!covers(this.folded, { from: time, to: time + DAY_MS })) continue;
      if (group?.hash !== entity) {
        if (group) yield group;
        group = { hash: entity, days: [] };
      }
      group.days.push(decoded(document));
    }
    if (group) yield group;
  }
}
