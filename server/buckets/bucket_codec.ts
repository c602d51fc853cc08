import { deflate, deflateSync, inflate, inflateSync } from 'node:zlib';
import { promisify } from 'node:util';

import { addToBin, filledQuantile, LATENCY_BINS } from '../detection/latency_bins';
import type { EntityBuckets } from '../detection/types';

import { VariableReader, VariableWriter } from './variable_bytes';

/*
 * 1 byte format | deflated, with the Adler-32 of what was deflated:
 *   entities, each: its length in bytes, number of values, values as texts, columns
 *   a column: its number, then its values in as few bytes as they need; a run of buckets that hold none is a 0 and
 *   its length − 1. Metrics are 32-bit floats: how many there are, then each after the number of buckets left out before it.
 * The column of all counts comes first. Only what cannot be worked out is kept: percentiles are read off the bins.
 */
const FORMAT = 1;
/** Higher levels save a tenth of the bytes and take twice as long. */
const LEVEL = 3;
/** More than so many bytes are worked on in a thread of their own. */
const LARGE_BYTES = 64 * 1024;

/** Columns 0 to 2 are the counts, then come the bins, then the metrics. */
const FIRST_BIN = 3;
const FIRST_METRIC = 256;

const inflateLarge = promisify(inflate);
const deflateLarge = promisify<Uint8Array, { level: number }, Buffer>(deflate);

const hasAny = (values: ArrayLike<number>, first: number, last: number): boolean => {
  for (let index = first; index < last; index++) if (values[index] > 0) return true;
  return false;
};

/** Encodes buckets of entities, one after the other. */
export class BucketEncoder {
  private readonly all = new VariableWriter();
  private readonly one = new VariableWriter();

  /** Adds `length` buckets of an entity, from `first` on. */
  add(buckets: EntityBuckets, first: number, length: number): void {
    const { one } = this;
    const last = first + length;
    one.clear();
    one.whole(buckets.values.length);
    for (const value of buckets.values) one.text(value);
    const counts = [buckets.count, buckets.clientErrors, buckets.serverErrors];
    for (const [column, values] of counts.entries()) this.column(column, values, first, last);
    for (const [bin, values] of buckets.latencyCounts.entries()) {
      if (values !== undefined) this.column(FIRST_BIN + bin, values, first, last);
    }
    for (const [metric, values] of buckets.metrics.entries()) {
      this.metric(FIRST_METRIC + metric, values.subarray(first, last));
    }
    this.all.whole(one.length);
    this.all.bytes(one.written());
  }

  async finish(): Promise<Buffer> {
    const written = this.all.written();
    const deflated =
      written.length > LARGE_BYTES
        ? await deflateLarge(written, { level: LEVEL })
        : deflateSync(written, { level: LEVEL });
    return Buffer.concat([Buffer.of(FORMAT), deflated]);
  }

  private column(column: number, values: ArrayLike<number>, first: number, last: number): void {
    if (!hasAny(values, first, last)) return;
    const { one } = this;
    one.whole(column);
    for (let index = first; index < last; index++) {
      if (values[index] > 0) {
        one.whole(values[index]);
        continue;
      }
      const start = index;
      while (index + 1 < last && !(values[index + 1] > 0)) index++;
      one.whole(0);
      one.whole(index - start);
    }
  }

  private metric(column: number, values: Float32Array): void {
    const { one } = this;
    let known = 0;
    for (const value of values) if (!Number.isNaN(value)) known++;
    if (known === 0) return;
    one.whole(column);
    one.whole(known);
    let next = 0;
    for (const [index, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      one.whole(index - next);
      one.float(value);
      next = index + 1;
    }
  }
}

/** One entity of what was encoded. */
export interface EncodedEntity {
  values: string[];
  columns: Uint8Array;
}

/**
 * The entities that were encoded in `data`.
 * @throws Error in words when it is damaged, or of another format
 */
export async function encodedEntities(data: Uint8Array): Promise<EncodedEntity[]> {
  if (data[0] !== FORMAT) {
    throw new Error(`They have format ${data[0]}, and this version reads ${FORMAT}.`);
  }
  const deflated = data.subarray(1);
  const bytes =
    deflated.length > LARGE_BYTES ? await inflateLarge(deflated) : inflateSync(deflated);
  const reader = new VariableReader(bytes);
  const entities: EncodedEntity[] = [];
  while (reader.left > 0) {
    const entity = new VariableReader(reader.bytes(reader.whole()));
    const values = Array.from({ length: entity.whole() }, () => entity.text());
    entities.push({ values, columns: entity.bytes(entity.left) });
  }
  return entities;
}

/** Where decoded buckets go. */
export interface Placement {
  /** How many buckets were encoded. */
  length: number;
  /** Those of them from `first` to before `last` are wanted. */
  first: number;
  last: number;
  /** How many encoded buckets add up to one decoded, and where the first encoded one stands among these; may be negative. */
  multiple: number;
  offset: number;
}

/** Adds encoded buckets to those of an entity; its percentiles are left to `setPercentiles`. */
export function addBuckets(into: EntityBuckets, columns: Uint8Array, placement: Placement): void {
  const reader = new VariableReader(columns);
  const counts = [into.count, into.clientErrors, into.serverErrors];
  const { length } = into.count;
  while (reader.left > 0) {
    const column = reader.whole();
    if (column >= FIRST_METRIC) {
      readMetric(reader, placement, into.metrics[column - FIRST_METRIC]);
    } else if (column >= FIRST_BIN) {
      const bin = column - FIRST_BIN;
      if (bin >= LATENCY_BINS) throw new Error(`There is no column ${column}.`);
      readCounts(reader, placement, (index, value) => {
        addToBin(into.latencyCounts, bin, index, value, length);
      });
    } else {
      const values = counts[column];
      readCounts(reader, placement, (index, value) => {
        values[index] += value;
      });
    }
  }
}

/** Adds encoded counts of logs to those in `into`, and leaves all else. */
export function addCounts(into: Float32Array, columns: Uint8Array, placement: Placement): void {
  const reader = new VariableReader(columns);
  if (reader.left === 0 || reader.whole() !== 0) return;
  readCounts(reader, placement, (index, value) => {
    into[index] += value;
  });
}

function readCounts(
  reader: VariableReader,
  { multiple, offset, length, first, last }: Placement,
  put: (index: number, value: number) => void
): void {
  for (let index = 0; index < length; index++) {
    const value = reader.whole();
    if (value === 0) index += reader.whole();
    else if (index >= first && index < last) put(Math.floor((offset + index) / multiple), value);
  }
}

function readMetric(
  reader: VariableReader,
  { multiple, offset, first, last }: Placement,
  into: Float32Array | undefined
): void {
  let index = -1;
  for (let left = reader.whole(); left > 0; left--) {
    index += reader.whole() + 1;
    const value = reader.float();
    if (into !== undefined && index >= first && index < last) {
      into[Math.floor((offset + index) / multiple)] = value;
    }
  }
}

/** Reads the percentiles of buckets, from the one at `first` on, off their bins, as counting does. */
export function setPercentiles(buckets: EntityBuckets, first = 0): void {
  const present = buckets.latencyCounts.flatMap((values, bin) => (values ? [{ bin, values }] : []));
  if (present.length === 0) return;
  const { count, latencyP50, latencyP95, latencyP99 } = buckets;
  const requests = new Float64Array(present.length);
  const bins = new Uint8Array(present.length);
  for (let index = first; index < count.length; index++) {
    if (count[index] === 0) continue;
    let filled = 0;
    let total = 0;
    for (const { bin, values } of present) {
      const value = values[index];
      if (value === 0) continue;
      bins[filled] = bin;
      requests[filled++] = value;
      total += value;
    }
    latencyP50[index] = filledQuantile(bins, requests, filled, 0.5 * total);
    latencyP95[index] = filledQuantile(bins, requests, filled, 0.95 * total);
    latencyP99[index] = filledQuantile(bins, requests, filled, 0.99 * total);
  }
}
