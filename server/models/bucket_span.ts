import type { DetectorSettings } from '../../common/detector';
import { durationMs } from '../../common/duration';

/** The span that suits most traffic, and the ones that suit traffic in bursts, as multiples of it. */
const BASE_SPAN = '5m';
const MULTIPLES = [1, 2, 3, 6, 12];

/** With fewer buckets than this that hold logs, of those that could, the logs of an entity come in bursts. */
const FILLED_SHARE = 0.8;

/** The span of the settings in ms; where it is found at training, the one to begin with. */
export const wantedSpanMs = ({ bucketSpan }: Pick<DetectorSettings, 'bucketSpan'>): number =>
  durationMs(bucketSpan === 'auto' ? BASE_SPAN : bucketSpan);

/**
 * How many buckets of `multiple` rows each hold logs.
 * @param offset rows of such a bucket before the first one
 */
export function filledBuckets(count: Float32Array, offset: number, multiple: number): number {
  let filled = 0;
  let last = -1;
  for (let index = 0; index < count.length; index++) {
    if (count[index] === 0) continue;
    const bucket = Math.floor((index + offset) / multiple);
    if (bucket !== last) filled++;
    last = bucket;
  }
  return filled;
}

/** Whether buckets of `multiple` rows are about as often filled as the largest ones would allow. */
function isFilled(count: Float32Array, offset: number, multiple: number): boolean {
  const largest = MULTIPLES[MULTIPLES.length - 1];
  // No more than there are rows: of an hour that is not over, only what is.
  const rows = Math.min(filledBuckets(count, offset, largest) * largest, count.length);
  const possible = rows / multiple;
  return filledBuckets(count, offset, multiple) >= FILLED_SHARE * possible;
}

/** The spans in ms that `auto` chooses from. */
export const AUTO_SPANS_MS: readonly number[] = MULTIPLES.map(
  (multiple) => multiple * durationMs(BASE_SPAN)
);

/**
 * Finds the smallest span at which the entities that write at least half of the logs have steady buckets. Logs that are
 * shipped or exported once an hour would otherwise fill one bucket in twelve, and each of these would look like a surge.
 * An entity that is quiet at night or at weekends is quiet in large buckets too, and keeps small ones.
 */
export class SteadySpan {
  private readonly offset: number;
  private logs = 0;
  private readonly steady = MULTIPLES.map(() => 0);

  /** @param grid of the counts that are added */
  constructor(private readonly grid: { from: number; spanMs: number }) {
    this.offset = Math.round(grid.from / grid.spanMs) % MULTIPLES[MULTIPLES.length - 1];
  }

  /** Adds an entity's logs in each bucket. */
  add(count: Float32Array): void {
    const logs = count.reduce((sum, value) => sum + value, 0);
    this.logs += logs;
    for (const [place, multiple] of MULTIPLES.entries()) {
      if (isFilled(count, this.offset, multiple)) this.steady[place] += logs;
    }
  }

  get ms(): number {
    const place = this.steady.findIndex((logs) => logs >= this.logs / 2);
    return MULTIPLES[place < 0 ? MULTIPLES.length - 1 : place] * this.grid.spanMs;
  }
}
