import { copyBuckets } from '../detection/bucket_tables';
import type { BucketTable, EntityBuckets } from '../detection/types';
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
        const entities = this.merged(pieces, { time, ms: DAY_MS }, part, own);
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

  /** The buckets of a document once those of `part` are the table's; entities without logs are left out. */
  private merged(
    pieces: readonly KeptPiece[],
    { time, ms }: { time: number; ms: number },
    part: TimeRange,
    table: BucketTable
  ): EntityBuckets[] {
    const { layout, reader } = this;
    const length = layout.buckets(ms);
    const [first, last] = [layout.buckets(part.from - time), layout.buckets(part.to - time)];
    const byName = new Map<string, EntityBuckets>();
    for (const { values, columns } of pieces) {
      const into = reader.emptyBuckets(values, length);
      const grid = { length, multiple: 1, offset: 0 };
      addBuckets(into, columns, { ...grid, first: 0, last: first });
      addBuckets(into, columns, { ...grid, first: last, last: length });
      byName.set(into.entity, into);
    }
    const source = layout.buckets(part.from - table.from);
    for (const buckets of table.entities) {
      if (!hasLogs(buckets, source, last - first)) continue;
      const into = byName.get(buckets.entity) ?? reader.emptyBuckets(buckets.values, length);
      copyBuckets(buckets, source, into, first, last - first);
      for (const [place, values] of buckets.metrics.entries()) {
        into.metrics[place].set(values.subarray(source, source + last - first), first);
      }
      byName.set(buckets.entity, into);
    }
    return [...byName.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([, buckets]) => (hasLogs(buckets, 0, length) ? [buckets] : []));
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
