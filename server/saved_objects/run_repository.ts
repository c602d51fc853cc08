import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { decodeOrThrow } from '../../common/codecs';
import type { Broken } from '../../common/broken';
import { isFinished, runCodec, type Run } from '../../common/run';
import { DetectorError } from '../errors';

import { decodeEach } from './decode_each';
import { isConflict, isNotFound } from './saved_object_error';
import { RUN_TYPE } from './saved_object_types';

/** A run as it is stored: with how far it came, so that a run that is cut off goes on there. */
export interface StoredRun extends Run {
  /** Epoch ms: everything before it is done. */
  doneUpTo: number | null;
}

const KEPT_RUNS = 50;

/** Raised in a run that somebody cancelled: it ends quietly. */
export class RunCancelled extends Error {}

/** The trainings and scorings of past ranges in one space. */
export class RunRepository {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  /** @throws DetectorError `not_found`, also when the run is another detector's */
  async get(detectorId: string, id: string): Promise<StoredRun> {
    return (await this.read(detectorId, id)).run;
  }

  /** The newest runs of a detector, newest first. */
  async list(detectorId: string): Promise<StoredRun[]> {
    return (await this.listWithBroken(detectorId)).runs;
  }

  /** The same; one that cannot be read is named and left out. */
  async listWithBroken(detectorId: string): Promise<{ runs: StoredRun[]; broken: Broken[] }> {
    const found = (await this.find(detectorId)).slice(0, KEPT_RUNS);
    const { decoded, broken } = decodeEach(found, (object) => this.decode(object));
    return { runs: decoded, broken };
  }

  async create(run: StoredRun): Promise<void> {
    const { id, ...attributes } = run;
    await this.client.create(RUN_TYPE, attributes, { namespace: this.namespace, id });
    const found = await this.find(run.detectorId);
    const { decoded, broken } = decodeEach(found, (object) => this.decode(object));
    const underWay = new Set(decoded.filter((one) => !isFinished(one)).map(({ id: one }) => one));
    const ended = found.filter((object) => !underWay.has(object.id));
    // Those that nobody can read go first.
    const unreadable = new Set(broken.map((one) => one.id));
    ended.sort((a, b) => Number(unreadable.has(a.id)) - Number(unreadable.has(b.id)));
    await Promise.all(ended.slice(KEPT_RUNS).map((object) => this.delete(object.id)));
  }

  /**
   * Changes a run that is not finished. A run that has been cancelled in the meantime stays so.
   * @throws RunCancelled when it has ended already
   */
  async change(
    detectorId: string,
    id: string,
    changes: Partial<Omit<StoredRun, 'id' | 'detectorId'>>
  ): Promise<StoredRun> {
    for (;;) {
      const { run, version } = await this.read(detectorId, id);
      if (isFinished(run)) throw new RunCancelled(run.message);
      try {
        await this.client.update<StoredRun>(RUN_TYPE, id, changes, {
          namespace: this.namespace,
          version,
          // Lists must know of the end; of progress they may know later.
          refresh: changes.state && isFinished({ state: changes.state }) ? 'wait_for' : false,
        });
        return { ...run, ...changes };
      } catch (error) {
        // Somebody changed it between reading and writing: read what they wrote.
        if (!isConflict(error)) throw error;
      }
    }
  }

  async deleteAll(detectorId: string): Promise<string[]> {
    const found = await this.find(detectorId);
    await Promise.all(found.map((object) => this.delete(object.id)));
    return found.map(({ id }) => id);
  }

  private async delete(id: string): Promise<void> {
    try {
      await this.client.delete(RUN_TYPE, id, { namespace: this.namespace });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  private async read(
    detectorId: string,
    id: string
  ): Promise<{ run: StoredRun; version: string | undefined }> {
    const missing = new DetectorError(
      'not_found',
      `There is no run "${id}" of detector "${detectorId}". The last ${KEPT_RUNS} runs are kept.`
    );
    try {
      const object = await this.client.get<StoredRun>(RUN_TYPE, id, { namespace: this.namespace });
      const run = this.decode(object);
      if (run.detectorId !== detectorId) throw missing;
      return { run, version: object.version };
    } catch (error) {
      throw isNotFound(error) ? missing : error;
    }
  }

  private async find(detectorId: string): Promise<Array<SavedObject<StoredRun>>> {
    const { saved_objects: found } = await this.client.find<StoredRun>({
      type: RUN_TYPE,
      filter: `${RUN_TYPE}.attributes.detectorId: "${detectorId}"`,
      perPage: 1_000,
      sortField: 'createdAt',
      sortOrder: 'desc',
      namespaces: [this.namespace ?? 'default'],
    });
    return found;
  }

  private decode({ id, attributes }: SavedObject<StoredRun>): StoredRun {
    const { doneUpTo } = attributes;
    return { ...decodeOrThrow(runCodec, { ...attributes, id }), doneUpTo: doneUpTo ?? null };
  }
}
