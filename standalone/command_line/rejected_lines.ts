import fs from 'node:fs';

import { CommandError } from './command_error';
import { shorten, ShownItems } from './shown_items';

export interface RejectedLine {
  number: number;
  line: string;
  reason: string;
}

const MOST_REASONS = 50;
const BUFFER_LENGTH = 64 * 1024;

/** Counts the lines that cannot be read, shows the first, and writes all of them to a file where one is wanted. */
export class RejectedLines {
  private readonly shown = new ShownItems<RejectedLine>();
  private readonly reasons = new Map<string, number>();
  private readonly file: number | undefined;
  private buffer = '';

  /** @throws CommandError when the file cannot be written */
  constructor(path?: string) {
    if (path === undefined) return;
    try {
      this.file = fs.openSync(path, 'w');
    } catch (error) {
      throw new CommandError(
        `The rejected lines cannot be written to "${path}": ${(error as Error).message}.`
      );
    }
  }

  add({ number, line, reason }: RejectedLine): void {
    this.shown.add({ number, line: shorten(line), reason });
    // What a line has that others do not have would make a reason of its own.
    const kind = reason.replaceAll(/"(?:[^"\\]|\\.)*" is/g, '"…" is').replaceAll(/\d{3,}/g, '…');
    if (this.reasons.has(kind) || this.reasons.size < MOST_REASONS) {
      this.reasons.set(kind, (this.reasons.get(kind) ?? 0) + 1);
    }
    if (this.file === undefined) return;
    this.buffer += `${JSON.stringify({ number, line, reason })}\n`;
    if (this.buffer.length >= BUFFER_LENGTH) this.flush();
  }

  /** Writes what is left, and closes the file. */
  close(): void {
    if (this.file === undefined) return;
    this.flush();
    fs.closeSync(this.file);
  }

  get count(): number {
    return this.shown.count;
  }

  /** The first of them. */
  get examples(): RejectedLine[] {
    return this.shown.shown;
  }

  /** How many lines there were for each reason, the most first. */
  byReason(): { reason: string; lines: number }[] {
    return [...this.reasons]
      .map(([reason, lines]) => ({ reason, lines }))
      .sort((one, other) => other.lines - one.lines);
  }

  private flush(): void {
    if (this.file !== undefined) fs.writeSync(this.file, this.buffer);
    this.buffer = '';
  }
}
