import { requireCollected } from '../../../standalone/command_line/collected';
import { formatRejected } from '../../../standalone/command_line/rejected_text';

const NO_TIME = 'it has no time: say where with --map @timestamp=…';
const NOT_JSON = 'the line is not JSON';
const line = (number: number, reason: string) => ({ number, line: `line ${number}`, reason });

const account = {
  lines: 5_000,
  rejected: 5_000,
  rejectedLines: [
    ...[1, 2, 3, 4, 5].map((number) => line(number, NO_TIME)),
    line(6, NOT_JSON),
    line(7, NO_TIME),
  ],
  rejectedReasons: [
    { reason: NO_TIME, lines: 4_999 },
    { reason: NOT_JSON, lines: 1 },
  ],
  from: null,
  to: null,
};

describe('what is said of rejected lines', () => {
  it('counts each reason, and gives a few lines of each', () => {
    const text = formatRejected(account);
    expect(text).toContain(`  4,999 because ${NO_TIME}\n  1 because ${NOT_JSON}\n`);
    expect(text.match(/^ {2}line \d+/gm)).toEqual(['  line 1', '  line 2', '  line 3', '  line 6']);
    expect(text).toContain('and 4,996 more; --rejects writes all of them to a file');
  });

  it('is nothing where none was rejected', () => {
    expect(formatRejected({ rejected: 0, rejectedLines: [], rejectedReasons: [] })).toBe('');
  });

  it('ends with why none could be read', () => {
    const load = { created: 0, alreadyThere: 0, refused: 0, refusedDocuments: [] };
    expect(() => requireCollected({ ...account, ...load, file: '-' }, 'json')).toThrow(
      `Nothing was collected: none of the 5,000 lines of the standard input can be read in the format "json", most because ${NO_TIME}.`
    );
  });
});
