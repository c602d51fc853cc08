import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { decodeOrThrow } from '../../common/codecs';
import { modelSummaryCodec, type ModelSummary } from '../../common/model';
import { deserialiseModel, serialiseModel, type Model } from '../detection';
import { DetectorError, messageOf } from '../errors';

import { isNotFound } from './saved_object_error';
import { MODEL_TYPE } from './saved_object_types';

interface StoredModel {
  detectorId: string;
  number: number;
  summary: Omit<ModelSummary, 'id'>;
  /** Base64 of the serialised model. */
  data: string;
}

const SUMMARY_FIELDS = ['detectorId', 'number', 'summary'];

/** How many models of a detector are kept. */
const KEPT_MODELS = 10;

/** The models of one space's detectors. A model never changes once it is written. */
export class ModelRepository {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  /**
   * Reads a model whole.
   * @throws DetectorError when it is not there, or damaged
   */
  async load(id: string): Promise<{ summary: ModelSummary; model: Model }> {
    const object = await this.read(id);
    try {
      return {
        summary: this.summaryOf(object),
        model: deserialiseModel(Buffer.from(object.attributes.data, 'base64')),
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
    const { saved_objects: earlier } = await this.find(summary.detectorId);
    const number = (earlier[0]?.attributes.number ?? 0) + 1;
    const data = serialiseModel(model);
    const complete = { ...summary, number, sizeBytes: data.length };
    await this.client.create<StoredModel>(
      MODEL_TYPE,
      {
        detectorId: summary.detectorId,
        number,
        summary: complete,
        data: Buffer.from(data).toString('base64'),
      },
      { namespace: this.namespace, id }
    );
    await Promise.all(earlier.slice(KEPT_MODELS - 1).map((object) => this.delete(object.id)));
    return { id, ...complete };
  }

  async deleteAll(detectorId: string): Promise<void> {
    const { saved_objects: found } = await this.find(detectorId);
    await Promise.all(found.map((object) => this.delete(object.id)));
  }

  private async delete(id: string): Promise<void> {
    try {
      await this.client.delete(MODEL_TYPE, id, { namespace: this.namespace });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  private async read(id: string): Promise<SavedObject<StoredModel>> {
    try {
      return await this.client.get<StoredModel>(MODEL_TYPE, id, { namespace: this.namespace });
    } catch (error) {
      throw isNotFound(error)
        ? new DetectorError(
            'not_found',
            `Model "${id}" is no longer kept. Train the detector again.`
          )
        : error;
    }
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
