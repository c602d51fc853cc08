import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { decodeOrThrow } from '../../common/codecs';
import { modelSummaryCodec, type ModelSummary } from '../../common/model';
import { deserialiseModelInTurns, serialiseModelInTurns, type Model } from '../detection';
import { DetectorError, messageOf } from '../errors';
import { inTurns } from '../turns';

import { ModelParts } from './model_parts';
import { isNotFound } from './saved_object_error';
import { MODEL_TYPE } from './saved_object_types';

interface StoredModel {
  detectorId: string;
  number: number;
  summary: Omit<ModelSummary, 'id'>;
  /** In how many parts its bytes are stored; until version 0.1.0 they stood in `data`. */
  parts?: number;
  /** Base64 of the serialised model. */
  data?: string;
}

const SUMMARY_FIELDS = ['detectorId', 'number', 'summary', 'parts'];

/** How many models of a detector are kept. */
const KEPT_MODELS = 10;

/** The models of one space's detectors. A model never changes once it is written. */
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
        summary: this.summaryOf(object),
        model: await inTurns(deserialiseModelInTurns(bytes)),
      };
    } catch (error) {
      throw new DetectorError('invalid', `Model "${id}" cannot be used. ${messageOf(error)}`);
    }
  }

  /** The models of a detector, newest first, without their data. */
  async list(detectorId: string): Promise<ModelSummary[]> {
    const { saved_objects: found } = await this.find(detectorId);
    return found.map((object) => this.summaryOf(object));
  }

  /** Writes a model under the detector's next number, and deletes those that are no longer kept. */
  async add(
    id: string,
    model: Model,
    summary: Omit<ModelSummary, 'id' | 'number' | 'sizeBytes'>
  ): Promise<ModelSummary> {
    const { detectorId } = summary;
    const bytes = await inTurns(serialiseModelInTurns(model));
    const parts = await this.parts.write({ id, detectorId }, bytes);
    const { saved_objects: earlier } = await this.find(detectorId);
    const number = (earlier[0]?.attributes.number ?? 0) + 1;
    const complete = { ...summary, number, sizeBytes: bytes.length };
    // Only now, when all of its parts are there, is there a model.
    await this.client.create<StoredModel>(
      MODEL_TYPE,
      { detectorId, number, summary: complete, parts },
      { namespace: this.namespace, id }
    );
    await Promise.all(earlier.slice(KEPT_MODELS - 1).map((object) => this.delete(object)));
    const others = earlier.slice(0, KEPT_MODELS - 1).map((object) => object.id);
    await this.parts.deleteOthers(detectorId, new Set([id, ...others]));
    return { id, ...complete };
  }

  async deleteAll(detectorId: string): Promise<void> {
    const { saved_objects: found } = await this.find(detectorId);
    await Promise.all(found.map((object) => this.delete(object)));
    await this.parts.deleteOf(detectorId);
  }

  private async delete({ id, attributes }: SavedObject<StoredModel>): Promise<void> {
    try {
      await this.client.delete(MODEL_TYPE, id, { namespace: this.namespace });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    await this.parts.deleteAll(id, attributes.parts ?? 0);
  }

  private read(id: string): Promise<SavedObject<StoredModel>> {
    return kept(id, this.client.get<StoredModel>(MODEL_TYPE, id, { namespace: this.namespace }));
  }

  private bytesOf({ id, attributes }: SavedObject<StoredModel>): Promise<Uint8Array> {
    const { parts, data } = attributes;
    return parts === undefined
      ? Promise.resolve(Buffer.from(data ?? '', 'base64'))
      : kept(id, this.parts.read(id, parts));
  }

  private find(detectorId: string) {
    return this.client.find<StoredModel>({
      type: MODEL_TYPE,
      filter: `${MODEL_TYPE}.attributes.detectorId: "${detectorId}"`,
      fields: SUMMARY_FIELDS,
      perPage: 1_000,
      sortField: 'number',
      sortOrder: 'desc',
      namespaces: [this.namespace ?? 'default'],
    });
  }

  private summaryOf({ id, attributes }: SavedObject<StoredModel>): ModelSummary {
    return decodeOrThrow(modelSummaryCodec, { ...attributes.summary, id });
  }
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
