import { type IdentifiedDocument } from '../traffic/log_document';
import { readLines } from './file_lines';
import { LineIds } from './line_ids';
import { type LineParser } from './parse_result';
import { shorten, ShownItems } from './shown_items';

export interface RejectedLine {
  number: number;
  line: string;
  reason: string;
}

/** What stood in a log. */
export interface LogAccount {
  lines: number;
  /** lines that are none of the format */
  rejected: number;
  /** the first of them */
  rejectedLines: RejectedLine[];
  /** the earliest and the latest time in the log, null when no line could be read */
  from: string | null;
  to: string | null;
}

/** Turns the lines of a log into documents, and keeps account of it. */
export class LogReader {
  private lines = 0;
  private readonly rejected = new ShownItems<RejectedLine>();
  private from: string | null = null;
  private to: string | null = null;

  constructor(
    private readonly file: string,
    private readonly service: string,
    private readonly parse: LineParser
  ) {}

  async *documents(): AsyncGenerator<IdentifiedDocument, void, undefined> {
    const ids = new LineIds(this.service);
    for await (const line of readLines(this.file)) {
      this.lines++;
      const result = this.parse(line, this.service);
      if (!result.ok) {
        this.rejected.add({ number: this.lines, line: shorten(line), reason: result.reason });
        continue;
      }
      const { document } = result;
      const timestamp = document['@timestamp'];
      if (this.from === null || timestamp < this.from) this.from = timestamp;
      if (this.to === null || timestamp > this.to) this.to = timestamp;
      yield { id: ids.next(line, Date.parse(timestamp)), document };
    }
  }

  summary(): LogAccount {
    return {
      lines: this.lines,
      rejected: this.rejected.count,
      rejectedLines: this.rejected.shown,
      from: this.from,
      to: this.to,
    };
  }
}
