import fs from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import zlib from 'node:zlib';

/** Stands for the standard input where a file is named. */
export const STANDARD_INPUT = '-';

/** Where the bytes of a log come from. */
export interface LogInput {
  /** a path, or `-` for the standard input */
  file: string;
  stdin?: Readable;
  /** goes on with what is appended to the file, until it is aborted */
  follow?: AbortSignal;
  /** told how many bytes were read, as they stand in the file */
  onRead?: (bytes: number) => void;
}

const CHUNK_BYTES = 64 * 1024;
const POLL_MS = 250;
const LINE_FEED = 10;
/** The first bytes of everything that gzip makes (RFC 1952). */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** The bytes of a log, unpacked where they are packed with gzip, whatever the file's name is. */
export async function* readBytes(input: LogInput): AsyncGenerator<Buffer, void, undefined> {
  const bytes = counted(rawBytes(input), input.onRead);
  const first = await bytes.next();
  if (first.done) return;
  const all = startingWith(first.value, bytes);
  if (!first.value.subarray(0, GZIP.length).equals(GZIP)) {
    yield* all;
    return;
  }
  // Errors of either end the other.
  const unpacked = zlib.createGunzip();
  const source = feed(all, unpacked);
  for await (const chunk of unpacked) yield chunk as Buffer;
  await source;
}

async function feed(bytes: AsyncIterable<Buffer>, into: zlib.Gunzip): Promise<void> {
  try {
    for await (const chunk of bytes) {
      if (!into.write(chunk)) await new Promise((resolve) => into.once('drain', resolve));
    }
    into.end();
  } catch (error) {
    into.destroy(error as Error);
  }
}

function rawBytes({ file, stdin, follow }: LogInput): AsyncGenerator<Buffer, void, undefined> {
  if (file === STANDARD_INPUT) return streamBytes(stdin ?? process.stdin);
  return follow ? followBytes(file, follow) : streamBytes(fs.createReadStream(file));
}

async function* streamBytes(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of stream) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
  }
}

async function* counted(
  bytes: AsyncIterable<Buffer>,
  onRead: LogInput['onRead']
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of bytes) {
    onRead?.(chunk.length);
    yield chunk;
  }
}

async function* startingWith(
  first: Buffer,
  rest: AsyncIterable<Buffer>
): AsyncGenerator<Buffer, void, undefined> {
  yield first;
  yield* rest;
}

/**
 * What stands in a file and what is appended to it. A file that is put in its place, as log rotation does, is taken up
 * from its beginning when the old one is read to its end; so is one that was made shorter.
 */
async function* followBytes(
  file: string,
  signal: AbortSignal
): AsyncGenerator<Buffer, void, undefined> {
  let handle: FileHandle = await open(file);
  let position = 0;
  let last = LINE_FEED;
  try {
    for (;;) {
      // Asked before the file is read: what was written until then is taken along.
      const ends = signal.aborted;
      const { bytesRead, buffer } = await handle.read(
        Buffer.alloc(CHUNK_BYTES),
        0,
        CHUNK_BYTES,
        position
      );
      if (bytesRead > 0) {
        position += bytesRead;
        last = buffer[bytesRead - 1];
        yield buffer.subarray(0, bytesRead);
        continue;
      }
      if (ends) return;
      const renewed = await successorOf(file, handle, position);
      if (renewed) {
        // A line that was not ended in the old file is not continued in the new one.
        if (last !== LINE_FEED) yield Buffer.from([LINE_FEED]);
        last = LINE_FEED;
        position = 0;
        if (renewed !== handle) await handle.close();
        handle = renewed;
        continue;
      }
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await handle.close();
  }
}

/** The file to go on with from its beginning; undefined where nothing has changed. */
async function successorOf(
  file: string,
  handle: FileHandle,
  position: number
): Promise<FileHandle | undefined> {
  const [own, named] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
  if (named && (named.ino !== own.ino || named.dev !== own.dev)) {
    // Between two looks it may be moved again.
    return open(file).catch(() => undefined);
  }
  return own.size < position ? handle : undefined;
}
