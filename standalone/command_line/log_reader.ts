import { type IdentifiedDocument } from '../../server/traffic/log_document';
import { lengthOf, readLines } from './file_lines';
import { LineIds } from './line_ids';
import { type LogInput } from './log_bytes';
import { type LineParser } from './parse_result';
import { type RejectedLine, type RejectedLines } from './rejected_lines';

/** What stood in a log. */
export interface LogAccount {
  lines: number;
  /** lines that are none of the format */
  rejected: number;
  /** the first of them */
  rejectedLines: RejectedLine[];
  /** how many there were for each reason, the most first */
  rejectedReasons: { reason: string; lines: number }[];
  /** the earliest and the latest time in the log, null when no line could be read */
  from: string | null;
  to: string | null;
}

/** Turns the lines of a log into documents, and keeps account of it. */
export class LogReader {
  private lines = 0;
  private bytes = 0;
  private from: string | null = null;
  private to: string | null = null;

  /** @param service whose log it is; empty where the lines say it */
  constructor(
    private readonly input: LogInput,
    private readonly service: string,
    private readonly parse: LineParser,
    private readonly rejected: RejectedLines
  ) {}

  async *documents(): AsyncGenerator<IdentifiedDocument, void, undefined> {
    const ids = new LineIds(this.service);
    const input = { ...this.input, onRead: (bytes: number) => (this.bytes += bytes) };
    try {
      for await (const lines of readLines(input)) {
        for (const line of lines) {
          const document = this.read(line, ids);
          if (document) yield document;
        }
      }
    } finally {
      this.rejected.close();
    }
  }

  /** How much of the file was read, from 0 to 1; undefined where its length is not known. */
  share(): number | undefined {
    if (this.input.follow) return undefined;
    const length = lengthOf(this.input.file);
    return length === undefined || length === 0 ? undefined : Math.min(1, this.bytes / length);
  }

  summary(): LogAccount {
    return {
      lines: this.lines,
      rejected: this.rejected.count,
      rejectedLines: this.rejected.examples,
      rejectedReasons: this.rejected.byReason(),
      from: this.from,
      to: this.to,
    };
  }

  private read(line: string, ids: LineIds): IdentifiedDocument | undefined {
    this.lines++;
    const result = this.parse(line, this.service);
    if (!result.ok) {
      this.rejected.add({ number: this.lines, line, reason: result.reason });
      return undefined;
    }
    const { document } = result;
    const timestamp = document['@timestamp'];
    if (this.from === null || timestamp < this.from) this.from = timestamp;
    if (this.to === null || timestamp > this.to) this.to = timestamp;
    return { id: ids.next(line, Date.parse(timestamp)), document };
  }
}
