import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { readLines } from '../../../standalone/command_line/file_lines';

describe('the lines of a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-lines-'));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const linesOf = async (text: string): Promise<string[]> => {
    const file = path.join(folder, 'access.log');
    fs.writeFileSync(file, text);
    const lines: string[] = [];
    for await (const line of readLines(file)) lines.push(line);
    return lines;
  };

  it('end with a line feed, or with a carriage return and one', async () => {
    expect(await linesOf('a\nb\r\nc\n')).toEqual(['a', 'b', 'c']);
  });

  it('include the last one when the log breaks off', async () => {
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
  });

  it('are not ended by other characters that break lines', async () => {
    expect(await linesOf('a\u2028b\rc\u0085d\n')).toEqual(['a\u2028b\rc\u0085d']);
  });

  it('are whole across the pieces that the file is read in', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `${index} äöü ${'x'.repeat(50)}`);
    expect(await linesOf(lines.join('\n'))).toEqual(lines);
  });

  it('are none in an empty file', async () => {
    expect(await linesOf('')).toEqual([]);
  });
});
