import { decodeOrThrow } from '../../../common/codecs';
import { modelSummaryCodec } from '../../../common/model';
import { trainModel } from '../../../server/detection';
import { ModelCache, type LoadedModel } from '../../../server/models/model_cache';
import type { ModelRepository } from '../../../server/saved_objects/model_repository';
import { aTable } from '../detection/traffic';

const summary = decodeOrThrow(modelSummaryCodec, {
  id: 'm1',
  detectorId: 'd1',
  number: 1,
  createdAt: '2026-03-01T00:00:00Z',
  trainedFrom: '2026-02-01T00:00:00Z',
  trainedTo: '2026-03-01T00:00:00Z',
  bucketSpanSeconds: 300,
  timeZone: 'UTC',
  signals: ['throughput'],
  latencyField: null,
  statusField: null,
  entities: 1,
  buckets: 1,
  logs: 1,
  notices: [],
  sizeBytes: 1,
  seed: 1,
  settingsHash: 'h',
});

describe('the cache of models', () => {
  let loaded: string[];
  let fails: boolean;
  let cache: ModelCache;
  let model: LoadedModel['model'];

  const repository: Pick<ModelRepository, 'load'> = {
    load: (id) => {
      loaded.push(id);
      return fails
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ summary: { ...summary, id }, model });
    },
  };
  const load = (id: string) => cache.load(repository as ModelRepository, id);

  beforeAll(async () => {
    model = await trainModel(aTable({ seed: 1, days: 1 }), {
      signals: ['throughput'],
      timeZone: 'UTC',
      seed: 1,
    });
  });
  beforeEach(() => {
    loaded = [];
    fails = false;
    cache = new ModelCache();
  });

  it('reads a model once, also when two ask for it at the same time', async () => {
    const [one, other] = await Promise.all([load('m1'), load('m1')]);
    expect(one).toBe(other);
    await load('m1');
    expect(loaded).toEqual(['m1']);
  });

  it('reads a model again that could not be read', async () => {
    fails = true;
    await expect(load('m1')).rejects.toThrow('away');
    fails = false;
    expect((await load('m1')).summary.id).toBe('m1');
  });

  it('keeps the 20 models that were used last', async () => {
    await load('m0');
    for (let number = 1; number < 20; number++) await load(`m${number}`);
    await load('m0');
    await load('m20');
    loaded = [];
    await load('m0');
    expect(loaded).toEqual([]);
    await load('m1');
    expect(loaded).toEqual(['m1']);
  });
});
