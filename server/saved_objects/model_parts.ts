import type { SavedObjectsClientContract } from '@kbn/core/server';

import { Turns } from '../turns';

import { isNotFound } from './saved_object_error';
import { MODEL_PART_TYPE } from './saved_object_types';

/** So much is put into words, sent and parsed in a few milliseconds; of a megabyte it were 60, and its text another pause to collect. */
const PART_BYTES = 256 * 1024;
/** No model is being written for so long: parts without one are then left over from a Kibana that was killed. */
const LEFT_OVER_AFTER_MS = 3_600_000;
const LISTED = 10_000;

interface StoredPart {
  detectorId: string;
  modelId: string;
  createdAt: string;
  /** Base64 */
  data: string;
}

const partId = (modelId: string, place: number): string => `${modelId}:${place}`;

/** The bytes of one space's models, in parts of which each is a saved object. */
export class ModelParts {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  /** @returns how many parts there are */
  async write(
    { id, detectorId }: { id: string; detectorId: string },
    bytes: Uint8Array
  ): Promise<number> {
    const createdAt = new Date().toISOString();
    let parts = 0;
    for (let start = 0; start < bytes.length; start += PART_BYTES) {
      const part = bytes.subarray(start, start + PART_BYTES);
      const data = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64');
      await this.client.create<StoredPart>(
        MODEL_PART_TYPE,
        { detectorId, modelId: id, createdAt, data },
        { namespace: this.namespace, id: partId(id, parts++), refresh: false }
      );
    }
    return parts;
  }

  /** @throws the saved objects client's error for a part that is not there */
  async read(modelId: string, parts: number): Promise<Uint8Array> {
    const turns = new Turns();
    const read: Buffer[] = [];
    for (let place = 0; place < parts; place++) {
      const { attributes } = await this.client.get<StoredPart>(
        MODEL_PART_TYPE,
        partId(modelId, place),
        { namespace: this.namespace }
      );
      read.push(Buffer.from(attributes.data, 'base64'));
      if (turns.isOver()) await turns.next();
    }
    return Buffer.concat(read);
  }

  /** Deletes the parts of a detector's models that are not kept; those of one that is just being written stay. */
  deleteOthers(detectorId: string, kept: ReadonlySet<string>): Promise<void> {
    const before = Date.now() - LEFT_OVER_AFTER_MS;
    return this.deleteWhere(
      detectorId,
      ({ modelId, createdAt }) => !kept.has(modelId) && Date.parse(createdAt) < before
    );
  }

  /** Deletes the parts of all of a detector's models. */
  deleteOf(detectorId: string): Promise<void> {
    return this.deleteWhere(detectorId, () => true);
  }

  /** Deletes the parts of a model. */
  async deleteAll(modelId: string, parts: number): Promise<void> {
    for (let place = 0; place < parts; place++) await this.delete(partId(modelId, place));
  }

  private async deleteWhere(
    detectorId: string,
    isToGo: (part: Omit<StoredPart, 'data'>) => boolean
  ): Promise<void> {
    const { saved_objects: found } = await this.client.find<Omit<StoredPart, 'data'>>({
      type: MODEL_PART_TYPE,
      filter: `${MODEL_PART_TYPE}.attributes.detectorId: "${detectorId}"`,
      fields: ['modelId', 'createdAt'],
      perPage: LISTED,
      namespaces: [this.namespace ?? 'default'],
    });
    for (const { id, attributes } of found) if (isToGo(attributes)) await this.delete(id);
  }

  private async delete(id: string): Promise<void> {
    try {
      await this.client.delete(MODEL_PART_TYPE, id, {
        namespace: this.namespace,
        refresh: false,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
