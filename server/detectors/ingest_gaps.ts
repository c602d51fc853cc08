import { counted } from '../../common/counted';
import { endOf } from '../detection/bucket_tables';
import { quantile } from '../detection/quantile';
import type { BucketTable } from '../detection/types';

/** What is usual is read off so many buckets with logs before. */
const USUAL_BUCKETS = 12;
/** A bucket at the edge of a gap that holds less than this share of what is usual is looked at more closely. */
const SUSPICIOUS_SHARE = 0.9;
/** So many parts of a bucket are looked at. */
export const GAP_PARTS = 20;
/** Nobody logs for so many parts at the edge of a gap, in which so many logs are usual. */
const LEAST_PARTS = 2;
const LEAST_LOGS = 10;

const totalsOf = ({ length, entities }: BucketTable): Float64Array => {
  const totals = new Float64Array(length);
  for (const { count } of entities) {
    for (let index = 0; index < length; index++) totals[index] += count[index];
  }
  return totals;
};

/**
 * Times in which nobody logged anything, so that nothing can be said of any entity: the ingest stood still. Whole buckets
 * are told by the table; those in which it stopped, or went on, by a closer look.
 */
export class IngestGaps {
  private readonly totals: Float64Array;
  private readonly gaps = new Set<number>();
  private empty: Uint8Array | undefined;

  constructor(private readonly table: BucketTable) {
    this.totals = totalsOf(table);
    for (let index = 0; index < table.length; index++) {
      if (this.totals[index] === 0) this.gaps.add(this.timeOf(index));
    }
  }

  /** 1 for each bucket of the table that holds no log of anybody; undefined when there is none. */
  get mask(): Uint8Array | undefined {
    this.empty ??= Uint8Array.from(this.totals, (logs) => (logs === 0 ? 1 : 0));
    return this.empty.includes(1) ? this.empty : undefined;
  }

  has(time: number): boolean {
    return this.gaps.has(time);
  }

  /** Buckets from `from` on at whose beginning or end the ingest may have stood still. */
  suspicious(from: number): number[] {
    const { length } = this.table;
    const found: number[] = [];
    for (let index = 1; index < length; index++) {
      const time = this.timeOf(index);
      if (time < from || this.gaps.has(time)) continue;
      const isAtEdge =
        index === length - 1 || this.totals[index - 1] === 0 || this.totals[index + 1] === 0;
      if (isAtEdge && this.totals[index] < SUSPICIOUS_SHARE * this.usualBefore(index)) {
        found.push(time);
      }
    }
    return found;
  }

  /** Takes a bucket for a gap too, if nobody logged at its beginning or its end; `parts` are the logs in its parts. */
  lookInto(time: number, parts: readonly number[]): void {
    const first = parts.findIndex((logs) => logs > 0);
    const last = parts.map((logs) => logs > 0).lastIndexOf(true);
    const silent = first < 0 ? parts.length : Math.max(first, parts.length - 1 - last);
    const index = Math.round((time - this.table.from) / this.table.spanMs);
    const usual = (this.usualBefore(index) * silent) / parts.length;
    if (silent >= LEAST_PARTS && usual >= LEAST_LOGS) this.gaps.add(time);
  }

  /** When the gap began, epoch ms, that goes on at the end of the table; as far back as the table goes. */
  openSince(): number | null {
    let index = this.table.length;
    while (index > 0 && this.gaps.has(this.timeOf(index - 1))) index--;
    return index === this.table.length ? null : this.timeOf(index);
  }

  /** What people are told of the gaps from `from` on; one that goes on is told from its beginning. */
  notices(from: number, indexPattern: string): string[] {
    const times = [...this.gaps].filter((time) => time >= from).sort((a, b) => a - b);
    if (times.length === 0) return [];
    while (this.gaps.has(times[0] - this.table.spanMs)) times.unshift(times[0] - this.table.spanMs);
    const last = Math.min(times[times.length - 1] + this.table.spanMs, endOf(this.table));
    return [
      `"${indexPattern}" had no logs of any entity in ${counted(times.length, 'bucket')} between ${new Date(times[0]).toISOString()} and ${new Date(last).toISOString()}. They were not scored: check that logs arrive.`,
    ];
  }

  private timeOf(index: number): number {
    return this.table.from + index * this.table.spanMs;
  }

  /** The median of the buckets with logs before; 0 without any. */
  private usualBefore(index: number): number {
    const known: number[] = [];
    for (let other = index - 1; other >= 0 && known.length < USUAL_BUCKETS; other--) {
      if (this.totals[other] > 0) known.push(this.totals[other]);
    }
    return known.length === 0 ? 0 : quantile(known, 0.5);
  }
}
