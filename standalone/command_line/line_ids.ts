import { createHash } from 'node:crypto';

const MINUTE_MS = 60_000;
/** How many different lines are remembered; some 100 bytes each. */
const REMEMBERED_LINES = 250_000;

/** Bytes of an id: of seconds since 1970, of the digest (104 bits), of the occurrence. A multiple of three, so that its text has no rest. */
const SECOND_BYTES = 5;
const DIGEST_BYTES = 13;
const OCCURRENCE_BYTES = 3;
const MOST_OCCURRENCES = 2 ** (8 * OCCURRENCE_BYTES);

/**
 * Ids of the lines of a log, from their time, the service, the line and its how-many-th occurrence it is: a log that is read again
 * gives the same ids, and lines that are identical give different ones.
 *
 * Identical lines have the same time, so lines are counted by minute. Logs follow the order of time, more or less:
 * the minutes that were not met for longest are forgotten when too many lines are remembered.
 *
 * Elasticsearch keeps an id that is base64 as the bytes it stands for, and compares these. They begin with the time, so
 * it looks for an id only among those of its time, and they are few, as those of ids that it makes itself.
 */
export class LineIds {
  private readonly minutes = new Map<number, Map<string, number>>();
  private remembered = 0;
  private readonly prefix: string;
  private readonly bytes = Buffer.alloc(SECOND_BYTES + DIGEST_BYTES + OCCURRENCE_BYTES);

  constructor(
    service: string,
    private readonly limit = REMEMBERED_LINES
  ) {
    this.prefix = `${JSON.stringify(service)}\n`;
  }

  /** The id of the next line of the log, which was written at `timeMs`. */
  next(line: string, timeMs: number): string {
    const digest = createHash('sha256').update(`${this.prefix}${line}`).digest('binary');
    const known = digest.slice(0, DIGEST_BYTES);
    const occurrence = this.count(known, Math.floor(timeMs / MINUTE_MS));
    // Before 1970 the order does not matter, and a clock that was never set says 1970 anyway.
    this.bytes.writeUIntBE(Math.max(0, Math.floor(timeMs / 1_000)), 0, SECOND_BYTES);
    this.bytes.write(known, SECOND_BYTES, 'latin1');
    this.bytes.writeUIntBE(
      occurrence % MOST_OCCURRENCES,
      SECOND_BYTES + DIGEST_BYTES,
      OCCURRENCE_BYTES
    );
    return this.bytes.toString('base64url');
  }

  private count(digest: string, minute: number): number {
    const known = this.minutes.get(minute);
    const occurrences = known ?? new Map<string, number>();
    const occurrence = (occurrences.get(digest) ?? 0) + 1;
    if (occurrence === 1) this.remembered++;
    occurrences.set(digest, occurrence);
    // Deleted and set again, it is the last to be forgotten: a map keeps the order of its entries.
    if (known) this.minutes.delete(minute);
    this.minutes.set(minute, occurrences);
    this.forget();
    return occurrence;
  }

  private forget(): void {
    if (this.remembered <= this.limit) return;
    for (const [minute, occurrences] of this.minutes) {
      if (this.remembered <= this.limit || this.minutes.size === 1) return;
      this.minutes.delete(minute);
      this.remembered -= occurrences.size;
    }
  }
}
