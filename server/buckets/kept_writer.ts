import { copyBuckets } from '../detection/bucket_tables';
import type { BucketTable, EntityBuckets } from '../detection/types';
import { entityName } from '../elasticsearch/bucket_reader';
import { Turns } from '../turns';

import { addBuckets, BucketEncoder } from './bucket_codec';
import { dayId, entityHash, type BucketDocument, type Change } from './bucket_document';
import type { BucketDocuments } from './bucket_documents';
import type { KeptLayout } from './kept_layout';
import { decoded, type KeptPiece, type KeptReader } from './kept_reader';
import { DAY_MS, floorTo, type TimeRange } from './time_ranges';

/** Documents that are changed in part are read by so many at once. */
const READ_AT_ONCE = 400;

/** Writes the documents of one detector's kept buckets. */
export class KeptWriter {
  constructor(
    private readonly documents: BucketDocuments,
    private readonly layout: KeptLayout,
    private readonly reader: KeptReader
  ) {}

  /**
   * Makes the table's buckets those of a day, or of a part of it, in the documents of their entities.
   * @returns whether it was done: not when somebody else changed the same
   * @throws DamagedBuckets when the rest of the day cannot be read
   */
  async day(table: BucketTable, part: TimeRange, signal?: AbortSignal): Promise<boolean> {
    const { detector, countingId: counting } = this.layout;
    const day = floorTo(part.from, DAY_MS);
    await this.documents.refresh();
    const present = await this.documents.entities(
      { detector, counting, from: day, to: day + 1 },
      signal
    );
    const inTable = new Map<string, EntityBuckets>();
    for (const buckets of table.entities) inTable.set(entityHash(buckets.entity), buckets);
    const hashes = [...new Set([...present, ...inTable.keys()])];
    const changes = this.dayChanges(table, part, hashes, inTable);
    return (await this.documents.change(changes, signal)).length === 0;
  }

  /** The same for blocks, which hold all entities; each part is of one block. */
  async blocks(
    table: BucketTable,
    parts: readonly TimeRange[],
    signal?: AbortSignal
  ): Promise<boolean> {
    return (await this.documents.change(this.blockChanges(table, parts), signal)).length === 0;
  }

  private async *dayChanges(
    table: BucketTable,
    part: TimeRange,
    hashes: readonly string[],
    inTable: ReadonlyMap<string, EntityBuckets>
  ): AsyncGenerator<Change> {
    const turns = new Turns();
    const time = floorTo(part.from, DAY_MS);
    const idOf = (hash: string) => dayId(this.layout.detector, this.layout.countingId, time, hash);
    const isWhole = part.to - part.from === DAY_MS;
    for (let start = 0; start < hashes.length; start += READ_AT_ONCE) {
      const some = hashes.slice(start, start + READ_AT_ONCE);
      const found = await this.documents.get(isWhole ? [] : some.map(idOf));
      for (const hash of some) {
        const id = idOf(hash);
        const before = found.get(id);
        const pieces = before ? await this.reader.piecesOf(decoded(before.document)) : [];
        const buckets = inTable.get(hash);
        const own = { ...table, entities: buckets ? [buckets] : [] };
        const encoder = new BucketEncoder();
        const entities = [...this.merged(pieces, { time, ms: DAY_MS }, part, own)];
        for (const merged of entities) encoder.add(merged, 0, merged.count.length);
        if (entities.length === 0) {
          if (isWhole || before) yield { id, document: null };
        } else {
          const document = this.document('day', time, hash, await encoder.finish());
          const basedOn = isWhole ? undefined : (before?.state ?? 'none');
          if (document.data !== before?.document.data) yield { id, document, basedOn };
        }
        if (turns.isOver()) await turns.next();
      }
    }
  }

  private async *blockChanges(
    table: BucketTable,
    parts: readonly TimeRange[]
  ): AsyncGenerator<Change> {
    const { layout } = this;
    const ms = layout.blockMs;
    const turns = new Turns();
    const isWhole = ({ from, to }: TimeRange) => to - from === ms;
    const idOf = ({ from }: TimeRange) => layout.blockId(floorTo(from, ms));
    const found = await this.documents.get(parts.filter((part) => !isWhole(part)).map(idOf));
    for (const part of parts) {
      const id = idOf(part);
      const time = floorTo(part.from, ms);
      const before = found.get(id);
      const pieces = before ? await this.reader.piecesOf(decoded(before.document)) : [];
      const encoder = new BucketEncoder();
      for (const merged of this.merged(pieces, { time, ms }, part, table)) {
        encoder.add(merged, 0, merged.count.length);
        if (turns.isOver()) await turns.next();
      }
      const document = this.document('block', time, '', await encoder.finish());
      const basedOn = isWhole(part) ? undefined : (before?.state ?? 'none');
      if (document.data !== before?.document.data) yield { id, document, basedOn };
    }
  }

  /**
   * The buckets of a document once those of `part` are the table's, sorted by name; entities without logs are left out. Made
   * one after the other, because those of a block are of all entities.
   */
  private *merged(
    pieces: readonly KeptPiece[],
    { time, ms }: { time: number; ms: number },
    part: TimeRange,
    table: BucketTable
  ): Generator<EntityBuckets> {
    const { layout, reader } = this;
    const length = layout.buckets(ms);
    const [first, last] = [layout.buckets(part.from - time), layout.buckets(part.to - time)];
    const source = layout.buckets(part.from - table.from);
    const pieceOf = new Map(pieces.map((piece) => [entityName(piece.values), piece]));
    const inTable = new Map(table.entities.map((buckets) => [buckets.entity, buckets]));
    const grid = { length, multiple: 1, offset: 0 };
    for (const name of [...new Set([...pieceOf.keys(), ...inTable.keys()])].sort()) {
      const piece = pieceOf.get(name);
      const buckets = inTable.get(name);
      const counted = buckets && hasLogs(buckets, source, last - first) ? buckets : undefined;
      const values = (piece ?? counted)?.values;
      if (values === undefined) continue;
      const into = reader.emptyBuckets(values, length);
      if (piece) {
        addBuckets(into, piece.columns, { ...grid, first: 0, last: first });
        addBuckets(into, piece.columns, { ...grid, first: last, last: length });
      }
      if (counted) {
        copyBuckets(counted, source, into, first, last - first);
        for (const [place, metric] of counted.metrics.entries()) {
          into.metrics[place].set(metric.subarray(source, source + last - first), first);
        }
      }
      if (hasLogs(into, 0, length)) yield into;
    }
  }

  private document(
    kind: 'day' | 'block',
    time: number,
    entity: string,
    data: Buffer
  ): BucketDocument {
    const { owner, countingId: counting } = this.layout;
    return { kind, ...owner, counting, entity, time, data: data.toString('base64') };
  }
}

function hasLogs({ count }: EntityBuckets, first: number, length: number): boolean {
  for (let index = first; index < first + length; index++) if (count[index] > 0) return true;
  return false;
}
