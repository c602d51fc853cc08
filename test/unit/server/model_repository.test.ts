import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { serialiseModel, trainModel, type Model } from '../../../server/detection';
import { checksumOf, ModelRepository } from '../../../server/saved_objects/model_repository';
import { MODEL_PART_TYPE, MODEL_TYPE } from '../../../server/saved_objects/saved_object_types';
import { SavedObjectError } from '../../../standalone/host/saved_objects/saved_object_error';
import { matching } from '../../builders/matching';
import { aTable, fourServices } from '../detection/traffic';

const HOUR_MS = 3_600_000;

type Attributes = Record<string, unknown>;

/** Saved objects in memory, by type and id. */
class Objects {
  readonly kept = new Map<string, SavedObject<Attributes>>();

  readonly client = {
    create: (type: string, attributes: Attributes, { id = '' }: { id?: string } = {}) => {
      const object = { id, type, attributes };
      this.kept.set(`${type}:${id}`, object);
      return Promise.resolve(object);
    },
    get: (type: string, id: string) => {
      const object = this.kept.get(`${type}:${id}`);
      return object ? Promise.resolve(object) : Promise.reject(new SavedObjectError(404, id));
    },
    find: ({ type }: { type: string }) => {
      const found = this.of(type).sort(
        (a, b) => Number(b.attributes.number) - Number(a.attributes.number)
      );
      return Promise.resolve({ saved_objects: found, total: found.length });
    },
    update: (type: string, id: string, attributes: Attributes) => {
      const object = this.kept.get(`${type}:${id}`);
      if (!object) return Promise.reject(new SavedObjectError(404, id));
      object.attributes = { ...object.attributes, ...attributes };
      return Promise.resolve({ id });
    },
    delete: (type: string, id: string) => Promise.resolve(this.kept.delete(`${type}:${id}`)),
  } as unknown as SavedObjectsClientContract;

  of(type: string): Array<SavedObject<Attributes>> {
    return [...this.kept.values()].filter((object) => object.type === type);
  }
}

const summary = {
  detectorId: 'd1',
  createdAt: '2026-03-01T00:00:00Z',
  trainedFrom: '2026-02-01T00:00:00Z',
  trainedTo: '2026-03-01T00:00:00Z',
  bucketSpanSeconds: 300,
  timeZone: 'UTC',
  signals: ['throughput'],
  metrics: [],
  latencyField: null,
  statusField: null,
  entities: 1,
  buckets: 1,
  logs: 1,
  notices: [],
  seed: 1,
  settingsHash: 'h',
  durationMs: null,
  origin: null,
  trainedBy: null,
  scores: null,
  assessment: null,
};

/** A model of so many entities, 3 kB each. */
async function aModel(entities: number): Promise<Model> {
  const table = aTable({ seed: 3, days: 1, services: [fourServices[0]] });
  const model = await trainModel(table, { signals: ['throughput'], timeZone: 'UTC', seed: 7 });
  const [only] = model.entities.values();
  const copies = Array.from({ length: entities }, (_, index) => `service-${index}`);
  return { ...model, entities: new Map(copies.map((entity) => [entity, { ...only, entity }])) };
}

const bytesOf = (model: Model) => {
  const bytes = serialiseModel(model);
  return { bytes, checksum: checksumOf(bytes) };
};

const partOf = (modelId: string, createdAt: number): Attributes => ({
  detectorId: 'd1',
  modelId,
  createdAt: new Date(createdAt).toISOString(),
  data: '',
});

const modelsWithParts = (objects: Objects) => [
  ...new Set(objects.of(MODEL_PART_TYPE).map(({ attributes }) => attributes.modelId)),
];

describe('the stored models of a detector', () => {
  it('are read as they were written, in parts that are small however many entities there are', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    const model = await aModel(1_500);
    const stored = await repository.add('m1', bytesOf(model), summary);
    const sizes = objects
      .of(MODEL_PART_TYPE)
      .map(({ attributes }) => String(attributes.data).length);
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(350_000);
    expect(await repository.load('m1')).toEqual({ summary: stored, model });
  });

  it('are read too where all of one stands in one object, as it did once', async () => {
    const objects = new Objects();
    const model = await aModel(2);
    await objects.client.create(
      MODEL_TYPE,
      {
        detectorId: 'd1',
        number: 1,
        summary: { ...summary, number: 1, sizeBytes: 1 },
        data: Buffer.from(serialiseModel(model)).toString('base64'),
      },
      { id: 'old' }
    );
    const loaded = await new ModelRepository(objects.client, undefined).load('old');
    expect(loaded.model).toEqual(model);
  });

  it('say of what is no longer kept whole what it was made of, and why it cannot be used', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    const model = await aModel(1);
    for (const id of ['m1', 'm2', 'm3']) await repository.add(id, bytesOf(model), summary);
    await repository.delete('m1');
    await repository.strip('m2');
    const { models } = await repository.list('d1');
    expect(models.map(({ id, isWhole }) => [id, isWhole])).toEqual([
      ['m3', true],
      ['m2', false],
    ]);
    expect(modelsWithParts(objects)).toEqual(['m3']);
    await expect(repository.load('m2')).rejects.toThrow(/only its report is kept/);
  });

  it('are told which one of them cannot be read, and the others are', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    await repository.add('m1', bytesOf(await aModel(1)), summary);
    await objects.client.create(
      MODEL_TYPE,
      { detectorId: 'd1', number: 2, summary: { number: 'two' } },
      { id: 'broken' }
    );
    const { models, broken } = await repository.list('d1');
    expect(models.map(({ id }) => id)).toEqual(['m1']);
    expect(broken).toEqual([
      {
        id: 'broken',
        reason: matching(/^The stored model "broken" cannot be read: .*number is "two"/),
      },
    ]);
    expect((await repository.add('m3', bytesOf(await aModel(1)), summary)).number).toBe(3);
  });

  it('are pinned and unpinned, and nothing else of them changes', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    await repository.add('m1', bytesOf(await aModel(1)), summary);
    const before = await repository.get('d1', 'm1');
    const pinned = { by: 'ada', at: '2026-03-01T00:00:00Z' };
    expect(await repository.pin('d1', 'm1', pinned)).toEqual({ ...before, pinned });
    expect(await repository.pin('d1', 'm1', null)).toEqual(before);
    await expect(repository.get('other', 'm1')).rejects.toThrow(
      /no model "m1" of detector "other"/
    );
  });

  it('are numbered on, also when the newest was deleted', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    expect((await repository.add('m7', bytesOf(await aModel(1)), summary, 6)).number).toBe(7);
    expect((await repository.add('m8', bytesOf(await aModel(1)), summary, 6)).number).toBe(8);
  });

  it('do not include what was cut off while it was written; its parts are deleted when they are old', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    const { client } = objects;
    await client.create(MODEL_PART_TYPE, partOf('lost', Date.now() - 2 * HOUR_MS), {
      id: 'lost:0',
    });
    await client.create(MODEL_PART_TYPE, partOf('under way', Date.now()), { id: 'under way:0' });
    expect(await repository.list('d1')).toEqual({ models: [], broken: [] });
    await repository.add('m1', bytesOf(await aModel(1)), summary);
    await repository.deleteLeftOver('d1');
    expect(modelsWithParts(objects)).toEqual(['under way', 'm1']);
  });

  it('say that the detector is to be trained again when a part is missing', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    await repository.add('m1', bytesOf(await aModel(1_500)), summary);
    await objects.client.delete(MODEL_PART_TYPE, 'm1:1');
    await expect(repository.load('m1')).rejects.toThrow(/no longer kept. Train the detector again/);
  });

  it('go with their parts when the detector is deleted', async () => {
    const objects = new Objects();
    const repository = new ModelRepository(objects.client, undefined);
    await repository.add('m1', bytesOf(await aModel(1_500)), summary);
    await objects.client.create(MODEL_PART_TYPE, partOf('cut off', Date.now()), { id: 'cut:0' });
    await repository.deleteAll('d1');
    expect(objects.kept.size).toBe(0);
  });
});
