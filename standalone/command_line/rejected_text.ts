import { type LogAccount } from './log_reader';
import { type RejectedLine } from './rejected_lines';
import { formatCount } from './text_format';

/** Of so many lines with the same reason a person sees what is wrong with all of them. */
const SHOWN_OF_REASON = 3;

/** The rejected lines of a log: how many there were for each reason, and examples; empty where none was rejected. */
export function formatRejected({
  rejected,
  rejectedLines,
  rejectedReasons,
}: Pick<LogAccount, 'rejected' | 'rejectedLines' | 'rejectedReasons'>): string {
  if (rejected === 0) return '';
  const shown = firstOfEachReason(rejectedLines);
  const more = rejected - shown.length;
  return [
    'Lines that were rejected:\n',
    ...(rejectedReasons.length > 1
      ? rejectedReasons.map(({ reason, lines }) => `  ${formatCount(lines)} because ${reason}\n`)
      : []),
    ...shown.map(({ number, line, reason }) => `  line ${number}: ${line}\n    ${reason}\n`),
    ...(more > 0
      ? [`  and ${formatCount(more)} more; --rejects writes all of them to a file\n`]
      : []),
  ].join('');
}

function firstOfEachReason(lines: readonly RejectedLine[]): RejectedLine[] {
  const seen = new Map<string, number>();
  return lines.filter(({ reason }) => {
    const count = (seen.get(reason) ?? 0) + 1;
    seen.set(reason, count);
    return count <= SHOWN_OF_REASON;
  });
}
