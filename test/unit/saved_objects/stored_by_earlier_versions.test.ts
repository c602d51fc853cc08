import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { fromDocument } from '../../../common/record';
import { deserialiseModel, scoreBuckets, serialiseModel } from '../../../server/detection';
import { DetectorRepository } from '../../../server/saved_objects/detector_repository';
import { ModelRepository } from '../../../server/saved_objects/model_repository';
import { RunRepository } from '../../../server/saved_objects/run_repository';
import {
  DETECTOR_TYPE,
  MODEL_PART_TYPE,
  MODEL_TYPE,
  RUN_TYPE,
  STATUS_TYPE,
} from '../../../server/saved_objects/saved_object_types';
import { SavedObjectError } from '../../../standalone/host/saved_objects/saved_object_error';
import { matching } from '../../builders/matching';
import { aTable, fourServices, HOUR, MONDAY } from '../detection/traffic';

const stored = path.resolve(__dirname, '../../fixtures/stored');
const json = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(stored, `${name}.json`), 'utf8')) as Record<string, unknown>;
const modelBytes = (): Buffer => gunzipSync(readFileSync(path.join(stored, 'model_4.bin.gz')));

/** Objects as they were stored, by type and id. */
function clientOf(objects: Record<string, unknown>): SavedObjectsClientContract {
  const all = Object.entries(objects).map(([key, attributes]): SavedObject<unknown> => {
    const [type, id] = key.split('/');
    return { type, id, attributes };
  });
  return {
    get: (type: string, id: string) => {
      const found = all.find((object) => object.type === type && object.id === id);
      return found ? Promise.resolve(found) : Promise.reject(new SavedObjectError(404, id));
    },
    find: ({ type }: { type: string }) => {
      const found = all.filter((object) => object.type === type);
      return Promise.resolve({ saved_objects: found, total: found.length });
    },
  } as unknown as SavedObjectsClientContract;
}

const part = (bytes: Buffer) => ({
  detectorId: 'd1',
  modelId: 'm1',
  createdAt: '2024-05-07T00:00:10.000Z',
  data: bytes.toString('base64'),
});
const modelsOf = (bytes: Buffer, more: Record<string, unknown> = {}) =>
  new ModelRepository(
    clientOf({
      [`${MODEL_TYPE}/m1`]: json('model_4'),
      [`${MODEL_PART_TYPE}/m1:0`]: part(bytes),
      ...more,
    }),
    undefined
  );

describe('what earlier versions stored', () => {
  it('is a detector with today’s defaults for what it did not have', async () => {
    const { detector, status } = json('detector_1');
    const repository = new DetectorRepository(
      clientOf({ [`${DETECTOR_TYPE}/d1`]: detector, [`${STATUS_TYPE}/d1`]: status }),
      undefined
    );
    expect(await repository.get('d1')).toMatchObject({
      enabled: true,
      owner: { username: 'ada', keyKind: 'granted' },
      settings: {
        name: 'Shop',
        bucketSpan: '5m',
        metrics: [],
        sensitivity: 'medium',
        lateDataWindow: '10m',
        bucketRetention: '400d',
      },
      status: { activeModelNumber: 1, chosenModel: null, notices: ['One notice.'] },
    });
  });

  it('is a record of each schema', () => {
    expect(fromDocument('r1', json('record_1'))).toMatchObject({
      schema_version: 1,
      entity_values: { 'service.name': 'checkout' },
      incident_id: null,
      incident_start: null,
      is_suppressed: false,
      is_interim: false,
      signals: { latency_p95: { actual: 812 }, throughput: { deviation: -0.3 } },
    });
    expect(fromDocument('r2', json('record_2'))).toMatchObject({
      schema_version: 2,
      incident_id: 'i1',
      suppressed_by: 'mute',
      signals: { cart_value: { typical: 12.5 } },
    });
  });

  it('is a run', async () => {
    const repository = new RunRepository(
      clientOf({ [`${RUN_TYPE}/r1`]: json('run_1'), [`${RUN_TYPE}/r2`]: { kind: 'unheard' } }),
      undefined
    );
    const { runs, broken } = await repository.listWithBroken('d1');
    expect(runs).toMatchObject([
      { id: 'r1', state: 'done', models: 'active', requestedBy: null, doneUpTo: null },
    ]);
    expect(broken).toEqual([{ id: 'r2', reason: matching(/kind is "unheard"/) }]);
  });

  it('is a model of today’s format, which scores', async () => {
    const { summary, model } = await modelsOf(modelBytes()).load('m1');
    expect(summary).toMatchObject({
      number: 1,
      metrics: [],
      formatVersion: null,
      checksum: null,
      origin: null,
      scores: null,
      assessment: null,
    });
    const table = aTable({ seed: 3, days: 1, services: [fourServices[0]] });
    const from = MONDAY + 12 * HOUR;
    const scored = scoreBuckets(model, table, { from });
    expect(scored).toHaveLength(144);
    expect(scored[143].recordScore).toBeCloseTo(1.257, 3);
    expect(Buffer.compare(serialiseModel(deserialiseModel(modelBytes())), modelBytes())).toBe(0);
  });

  it.each([1, 2, 3])(
    'is a model of format %i, which is listed, and of which it is said to train again',
    async (version) => {
      const bytes = modelBytes();
      bytes[8] = version;
      const models = modelsOf(bytes);
      expect((await models.list('d1')).models).toMatchObject([{ id: 'm1', isWhole: true }]);
      await expect(models.load('m1')).rejects.toMatchObject({
        fault: 'invalid',
        message: matching(
          new RegExp(`format version ${version}, and this version .* reads 4; train the detector`)
        ),
      });
    }
  );
});
