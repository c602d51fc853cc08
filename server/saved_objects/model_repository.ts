import { createHash } from 'node:crypto';

import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';
import * as t from 'io-ts';

import type { Broken } from '../../common/broken';
import { decodeOrThrow, withDefault } from '../../common/codecs';
import {
  modelPinCodec,
  modelSummaryCodec,
  type KeptModel,
  type ModelPin,
  type ModelSummary,
} from '../../common/model';
import { deserialiseModelInTurns, FORMAT_VERSION, type Model } from '../detection';
import { DetectorError, messageOf } from '../errors';
import { inTurns } from '../turns';

import { decodeEach } from './decode_each';
import { ModelParts } from './model_parts';
import { isNotFound } from './saved_object_error';
import { MODEL_TYPE } from './saved_object_types';

interface StoredModel {
  detectorId: string;
  number: number;
  summary: Omit<ModelSummary, 'id'>;
  /** In how many parts its bytes are stored; until version 0.1.0 they stood in `data`. 0: they are no longer kept. */
  parts?: number;
  /** Base64 of the serialised model. */
  data?: string;
  pinned?: ModelPin | null;
}

const LISTED_FIELDS = ['detectorId', 'number', 'summary', 'parts', 'pinned'];

const pinCodec = t.type({ pinned: withDefault(t.union([modelPinCodec, t.null]), null) });

/** What is known of a model before it is stored. */
export type NewModel = Omit<
  ModelSummary,
  'id' | 'number' | 'sizeBytes' | 'formatVersion' | 'checksum'
>;

export interface ModelList {
  /** Newest first. */
  models: KeptModel[];
  /** Models that could not be read, each with the reason. */
  broken: Broken[];
}

/** The models of one space's detectors. A model never changes once it is written; whether it is pinned may. */
export class ModelRepository {
  private readonly parts: ModelParts;

  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {
    this.parts = new ModelParts(client, namespace);
  }

  /**
   * Reads a model whole.
   * @throws DetectorError when it is not there, or damaged
   */
  async load(id: string): Promise<{ summary: ModelSummary; model: Model }> {
    const object = await this.read(id);
    const bytes = await this.bytesOf(object);
    try {
      return {
        summary: summaryOf(object),
        model: await inTurns(deserialiseModelInTurns(bytes)),
      };
    } catch (error) {
      throw new DetectorError('invalid', `Model "${id}" cannot be used. ${messageOf(error)}`);
    }
  }

  /** What a model was made of, and its bytes as they are stored. */
  async export(
    detectorId: string,
    id: string
  ): Promise<{ summary: ModelSummary; bytes: Uint8Array }> {
    await this.get(detectorId, id);
    const object = await this.read(id);
    return { summary: summaryOf(object), bytes: await this.bytesOf(object) };
  }

  /** @throws DetectorError `not_found`, also when the model is another detector's */
  async get(detectorId: string, id: string): Promise<KeptModel> {
    const missing = new DetectorError(
      'not_found',
      `There is no model "${id}" of detector "${detectorId}". It may have been deleted.`
    );
    try {
      const object = await this.client.get<StoredModel>(MODEL_TYPE, id, this.inSpace);
      if (object.attributes.detectorId !== detectorId) throw missing;
      return keptModel(object);
    } catch (error) {
      throw isNotFound(error) ? missing : error;
    }
  }

  /** The models of a detector without their data; one that cannot be read is named and left out. */
  async list(detectorId: string): Promise<ModelList> {
    const { decoded, broken } = decodeEach(await this.find(detectorId), keptModel);
    return { models: decoded, broken };
  }

  /**
   * Writes a model under the detector's next number.
   * @param bytes that are known to be a model
   * @param after numbers up to it have been given
   */
  async add(
    id: string,
    { bytes, checksum }: { bytes: Uint8Array; checksum: string },
    summary: NewModel,
    after = 0
  ): Promise<ModelSummary> {
    const { detectorId } = summary;
    const parts = await this.parts.write({ id, detectorId }, bytes);
    const [newest] = await this.find(detectorId);
    const number =
      Math.max((newest as typeof newest | undefined)?.attributes.number ?? 0, after) + 1;
    const complete = {
      ...summary,
      number,
      sizeBytes: bytes.length,
      formatVersion: FORMAT_VERSION,
      checksum,
    };
    // Only now, when all of its parts are there, is there a model.
    await this.client.create<StoredModel>(
      MODEL_TYPE,
      { detectorId, number, summary: complete, parts, pinned: null },
      { ...this.inSpace, id }
    );
    return { ...complete, id };
  }

  /** Says that retention may not delete a model, or (null) that it may. */
  async pin(detectorId: string, id: string, pinned: ModelPin | null): Promise<KeptModel> {
    await this.get(detectorId, id);
    await this.client.update<StoredModel>(MODEL_TYPE, id, { pinned }, this.inSpace);
    return this.get(detectorId, id);
  }

  /** Deletes a model. */
  async delete(id: string): Promise<void> {
    let parts = 0;
    try {
      parts =
        (await this.client.get<StoredModel>(MODEL_TYPE, id, this.inSpace)).attributes.parts ?? 0;
      await this.client.delete(MODEL_TYPE, id, this.inSpace);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    await this.parts.deleteAll(id, parts);
  }

  /** Deletes the bytes of a model; what it was made of is still told. */
  async strip(id: string): Promise<void> {
    const { attributes } = await this.read(id);
    // First it is said that there are none: whoever is cut off leaves parts that nobody needs, which are deleted later.
    await this.client.update<StoredModel>(MODEL_TYPE, id, { parts: 0, data: '' }, this.inSpace);
    await this.parts.deleteAll(id, attributes.parts ?? 0);
  }

  /** Deletes the parts of models that are not there; those of one that is just being written stay. */
  async deleteLeftOver(detectorId: string): Promise<void> {
    const whole = (await this.find(detectorId)).filter(({ attributes }) => attributes.parts !== 0);
    await this.parts.deleteOthers(detectorId, new Set(whole.map(({ id }) => id)));
  }

  async deleteAll(detectorId: string): Promise<void> {
    for (const { id } of await this.find(detectorId)) await this.delete(id);
    await this.parts.deleteOf(detectorId);
  }

  private get inSpace() {
    return { namespace: this.namespace };
  }

  private read(id: string): Promise<SavedObject<StoredModel>> {
    return kept(id, this.client.get<StoredModel>(MODEL_TYPE, id, this.inSpace));
  }

  private bytesOf({ id, attributes }: SavedObject<StoredModel>): Promise<Uint8Array> {
    const { parts, data } = attributes;
    if (parts === 0) {
      throw new DetectorError(
        'not_found',
        `Of model "${id}" only its report is kept, because it is old and records refer to it. Train the detector again.`
      );
    }
    return parts === undefined
      ? Promise.resolve(Buffer.from(data ?? '', 'base64'))
      : kept(id, this.parts.read(id, parts));
  }

  private async find(detectorId: string): Promise<Array<SavedObject<StoredModel>>> {
    const { saved_objects: found } = await this.client.find<StoredModel>({
      type: MODEL_TYPE,
      filter: `${MODEL_TYPE}.attributes.detectorId: "${detectorId}"`,
      fields: LISTED_FIELDS,
      perPage: 1_000,
      sortField: 'number',
      sortOrder: 'desc',
      namespaces: [this.namespace ?? 'default'],
    });
    return found;
  }
}

/** SHA-256 of a model's bytes, in hex. */
export const checksumOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

function summaryOf({ id, attributes }: SavedObject<StoredModel>): ModelSummary {
  try {
    return decodeOrThrow(modelSummaryCodec, { ...attributes.summary, id });
  } catch (error) {
    throw new DetectorError(
      'invalid',
      `The stored model "${id}" cannot be read: ${messageOf(error)}. Delete it, and train the detector again.`
    );
  }
}

function keptModel(object: SavedObject<StoredModel>): KeptModel {
  const { parts, pinned } = object.attributes;
  const pin = pinCodec.decode({ pinned });
  return {
    ...summaryOf(object),
    pinned: pin._tag === 'Right' ? pin.right.pinned : null,
    isWhole: parts !== 0,
  };
}

async function kept<T>(id: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isNotFound(error)
      ? new DetectorError('not_found', `Model "${id}" is no longer kept. Train the detector again.`)
      : error;
  }
}
