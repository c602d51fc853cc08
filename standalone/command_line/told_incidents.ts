import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { CommandError } from './command_error';
import { makeFolder } from './make_folder';

const toldCodec = t.type({
  detectorId: t.string,
  entity: t.string,
  /** Epoch ms, of the incident as it was told last. */
  from: t.number,
  to: t.number,
  /** Whether its end is still to be told. */
  isOpen: t.boolean,
});
export type ToldIncident = t.TypeOf<typeof toldCodec>;

const stateCodec = t.type({ version: t.literal(1), told: t.array(toldCodec) });

/** What was told, kept in a file, so that a monitor that is started again repeats nothing. */
export class ToldIncidents {
  private constructor(
    private readonly file: string,
    private told: ToldIncident[],
    /** Whether nothing has been kept before. */
    readonly isNew: boolean
  ) {}

  /** @throws CommandError when there is a file that is none of ours */
  static async read(file: string): Promise<ToldIncidents> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return new ToldIncidents(file, [], true);
      }
      throw new CommandError(`${file} cannot be read: ${(error as Error).message}`);
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    const decoded = stateCodec.decode(parsed);
    if (isRight(decoded)) return new ToldIncidents(file, decoded.right.told, false);
    throw new CommandError(
      `${file} does not hold what was told: name another file with --state, or delete it, and open incidents are told again.`
    );
  }

  get open(): ToldIncident[] {
    return this.told.filter(({ isOpen }) => isOpen);
  }

  /** What was told of a time of an entity. */
  find(detectorId: string, entity: string, from: number, to: number): ToldIncident | undefined {
    return this.told.find(
      (each) =>
        each.detectorId === detectorId && each.entity === entity && each.from < to && each.to > from
    );
  }

  /** Keeps an incident instead of what was told of it before; all at once, so that a crash leaves the one or the other. */
  async keep(incident: ToldIncident, before?: ToldIncident): Promise<void> {
    this.told = [...this.told.filter((each) => each !== before), incident];
    await this.write();
  }

  /** Forgets what is over and ended before `time`, epoch ms. */
  forgetBefore(time: number): void {
    this.told = this.told.filter(({ isOpen, to }) => isOpen || to >= time);
  }

  async write(): Promise<void> {
    const part = `${this.file}.part`;
    try {
      makeFolder(path.dirname(this.file));
      await writeFile(part, JSON.stringify({ version: 1, told: this.told }), { mode: 0o600 });
      await rename(part, this.file);
    } catch (error) {
      throw new CommandError(
        `What was told cannot be kept in "${this.file}": ${(error as Error).message}. Give --state a file in a folder of yours.`
      );
    }
  }
}
