import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { isLeft } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { CommandError } from './command_error';
import { makeFolder } from './make_folder';

const checkpointCodec = t.type({
  /** what was asked for, so that a file is not taken for another collection's */
  of: t.string,
  /** the earliest time that was asked for, null for all */
  since: t.union([t.string, t.null]),
  /** every document before this time is written */
  upTo: t.string,
});
type Checkpoint = t.TypeOf<typeof checkpointCodec>;

/** Keeps how far a collection from another Elasticsearch has come. */
export class CheckpointFile {
  /** @param of says what is collected from where and to where; no secret stands in it */
  constructor(
    readonly file: string,
    private readonly of: string
  ) {}

  /** In the folder where programs keep their state, a file for each collection. */
  static usual(of: string, environment: Readonly<Record<string, string | undefined>>): string {
    const state = environment.XDG_STATE_HOME || path.join(os.homedir(), '.local', 'state');
    const name = createHash('sha256').update(of).digest('hex').slice(0, 16);
    return path.join(state, 'anomaly-detector', `collect-${name}.json`);
  }

  /**
   * How far the collection has come that began at `since`; undefined where none has, or one that began later.
   * @throws CommandError when the file is none, or another collection's
   */
  read(since: string | undefined): string | undefined {
    let text: string;
    try {
      text = fs.readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new CommandError(
        `The checkpoint "${this.file}" cannot be read: ${(error as Error).message}.`
      );
    }
    const checkpoint = this.decode(text);
    if (checkpoint.of !== this.of) {
      throw new CommandError(
        `"${this.file}" is the checkpoint of another collection (${checkpoint.of}): give --checkpoint another file.`
      );
    }
    const reachesBack = checkpoint.since === null || (since ?? '') >= checkpoint.since;
    return reachesBack ? checkpoint.upTo : undefined;
  }

  /** @throws CommandError when it cannot be written */
  write(since: string | undefined, upTo: string): void {
    const checkpoint: Checkpoint = { of: this.of, since: since ?? null, upTo };
    try {
      makeFolder(path.dirname(this.file));
      // Never half written: a rename is done or is not.
      fs.writeFileSync(`${this.file}.new`, `${JSON.stringify(checkpoint)}\n`);
      fs.renameSync(`${this.file}.new`, this.file);
    } catch (error) {
      throw new CommandError(
        `The checkpoint "${this.file}" cannot be written: ${(error as Error).message}. Give --checkpoint a file in a folder of yours.`
      );
    }
  }

  private decode(text: string): Checkpoint {
    try {
      const decoded = checkpointCodec.decode(JSON.parse(text));
      if (!isLeft(decoded)) return decoded.right;
    } catch {
      // Said below.
    }
    throw new CommandError(
      `"${this.file}" is no checkpoint: delete it, and the collection begins anew without writing anything twice.`
    );
  }
}
