import { createHash } from 'node:crypto';

const MINUTE_MS = 60_000;
/** Of seconds since 1970 in base 36, for the next two thousand years. */
const SECOND_LENGTH = 7;
/** How many different lines are remembered; some 100 bytes each. */
const REMEMBERED_LINES = 250_000;
/** 132 bits. */
const DIGEST_LENGTH = 22;

/**
 * Ids of the lines of a log, from their time, the service, the line and its how-many-th occurrence it is: a log that is read again
 * gives the same ids, and lines that are identical give different ones.
 *
 * Identical lines have the same time, so lines are counted by minute. Logs follow the order of time, more or less:
 * the minutes that were not met for longest are forgotten when too many lines are remembered.
 */
export class LineIds {
  private readonly minutes = new Map<number, Map<string, number>>();
  private remembered = 0;

  constructor(
    private readonly service: string,
    private readonly limit = REMEMBERED_LINES
  ) {}

  /** The id of the next line of the log, which was written at `timeMs`. */
  next(line: string, timeMs: number): string {
    const digest = createHash('sha256')
      .update(JSON.stringify([this.service, line]))
      .digest('base64url')
      .slice(0, DIGEST_LENGTH);
    // In the order of time as text too: Elasticsearch then looks for an id only where there are ids of its time.
    const second = Math.floor(timeMs / 1_000)
      .toString(36)
      .padStart(SECOND_LENGTH, '0');
    return `${second}-${digest}-${this.count(digest, Math.floor(timeMs / MINUTE_MS))}`;
  }

  private count(digest: string, minute: number): number {
    const occurrences = this.minutes.get(minute) ?? new Map<string, number>();
    const occurrence = (occurrences.get(digest) ?? 0) + 1;
    if (occurrence === 1) this.remembered++;
    occurrences.set(digest, occurrence);
    // Deleted and set again, it is the last to be forgotten: a map keeps the order of its entries.
    this.minutes.delete(minute);
    this.minutes.set(minute, occurrences);
    this.forget();
    return occurrence;
  }

  private forget(): void {
    for (const [minute, occurrences] of this.minutes) {
      if (this.remembered <= this.limit || this.minutes.size === 1) return;
      this.minutes.delete(minute);
      this.remembered -= occurrences.size;
    }
  }
}
