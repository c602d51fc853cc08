import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import zlib from 'node:zlib';

import { readLines } from '../../../standalone/command_line/file_lines';

const allOf = async (lines: AsyncIterable<string[]>): Promise<string[]> => {
  const all: string[] = [];
  for await (const some of lines) all.push(...some);
  return all;
};

describe('the lines of a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-lines-'));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const linesOf = async (content: string | Buffer): Promise<string[]> => {
    const file = path.join(folder, 'access.log');
    fs.writeFileSync(file, content);
    return allOf(readLines({ file }));
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

  it('are the same in a file packed with gzip, whatever its name and in however many parts', async () => {
    const packed = Buffer.concat([zlib.gzipSync('a\nb\n'), zlib.gzipSync('c\nd')]);
    expect(await linesOf(packed)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are refused in words where a packed file breaks off', async () => {
    const packed = zlib.gzipSync('a line\n'.repeat(1_000));
    await expect(linesOf(packed.subarray(0, packed.length - 12))).rejects.toThrow(
      'begins as a gzip file and cannot be unpacked'
    );
  });

  it('come from a pipe', async () => {
    const stdin = Readable.from([Buffer.from('a\nb'), Buffer.from('c\n')]);
    expect(await allOf(readLines({ file: '-', stdin }))).toEqual(['a', 'bc']);
  });

  it('are followed while the file grows, is rotated and cut, each once it has ended', async () => {
    const file = path.join(folder, 'access.log');
    fs.writeFileSync(file, 'a\nb');
    const ended = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const lines of readLines({ file, follow: ended.signal })) seen.push(...lines);
    })();
    const until = async (lines: string[]) => {
      while (seen.length < lines.length) await delay(10);
      expect(seen).toEqual(lines);
    };
    await until(['a']);
    fs.appendFileSync(file, 'b\nc\n');
    await until(['a', 'bb', 'c']);
    fs.renameSync(file, `${file}.1`);
    fs.writeFileSync(file, 'd\n');
    await until(['a', 'bb', 'c', 'd']);
    fs.truncateSync(file);
    // Seen to be shorter before it grows again.
    await delay(1_000);
    fs.appendFileSync(file, 'e\nno end');
    await until(['a', 'bb', 'c', 'd', 'e']);
    ended.abort();
    await reading;
    expect(seen).toHaveLength(5);
  });

  it('are none in an empty file', async () => {
    expect(await linesOf('')).toEqual([]);
  });
});
