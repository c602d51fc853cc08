import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../../common/detector';
import type { QuietTimes as StoredQuietTimes } from '../../../common/quiet_times';
import { BucketSource } from '../../../server/buckets/bucket_source';
import { BucketStore } from '../../../server/buckets/bucket_store';
import { deserialiseModel } from '../../../server/detection';
import { DetectorError } from '../../../server/errors';
import {
  learnModel,
  unstored,
  type LearnMeans,
  type LearnRequest,
  type LearnResult,
} from '../../../server/models/learn_model';
import { TrainingThread } from '../../../server/training_thread/training_thread';
import { metric } from '../../builders/metric';
import { detector as aDetector, settings } from '../../builders/settings';
import { buildTrainingWorker } from '../../builders/training_worker';
import { SILENT } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { DAY, iso, shopTraffic } from './shop_traffic';

const NONE = { expected: [], mutes: [], calendars: [] };
const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 3 * DAY;

const SURPRISING = { ...SILENT, warn: (text: unknown) => Promise.reject(new Error(String(text))) };

describe('a training in a thread of its own', () => {
  const indices = new LogIndices('api-logs-thread-test');
  const client = indices.client as ElasticsearchClient;
  const store = new BucketStore(client);
  const made: Detector[] = [];
  let folder: string;
  let thread: TrainingThread;
  let index: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'training-thread-'));
    thread = new TrainingThread(client, SURPRISING, await buildTrainingWorker(folder));
    index = await indices.create('logs', ecsFields, shopTraffic({ from: FROM, to: TO }));
  });
  afterAll(async () => {
    for (const { id } of made) await store.delete(id);
    rmSync(folder, { recursive: true });
    await indices.remove();
  });

  const watching = (changes: Parameters<typeof settings>[0] = {}): Detector => {
    const entityFields = ['service.name'];
    const detector = aDetector({
      id: randomUUID(),
      settings: settings({ indexPattern: index, entityFields, ...changes }),
    });
    made.push(detector);
    return detector;
  };
  const requestOf = (detector: Detector, judged: LearnRequest['judged']): LearnRequest => ({
    ...{ spaceId: 'default', detector, from: FROM, to: TO, judged },
  });
  const means = (changes: Partial<LearnMeans> = {}): LearnMeans => ({
    client,
    quietTimes: () => Promise.resolve({ quietTimes: NONE, broken: [] }),
    modelInUse: () => Promise.reject(new Error('There is no model in use.')),
    ...changes,
  });
  const learnHere = (request: LearnRequest, with_ = means()) =>
    learnModel(new BucketSource(store), request, with_);

  const modelOf = ({ model }: LearnResult) => {
    if (model === undefined) throw new Error('nothing was learned');
    const { createdAt: _, ...learned } = model.learned;
    return { checksum: model.checksum, learned, judgement: model.judgement };
  };

  it('learns and judges the same model as in any other thread, first from logs, then from what is kept', async () => {
    const metrics = [metric({ name: 'slowest', aggregation: 'max', field: 'event.duration' })];
    const detector = watching({ metrics });
    const progress: number[] = [];
    const onProgress = (done: number) => Promise.resolve(void progress.push(done));
    const first = await thread.learn(requestOf(detector, 'alone'), means({ onProgress }));
    expect(modelOf(first)).toEqual(modelOf(await learnHere(requestOf(detector, 'alone'))));
    expect(first.model?.judgement.scores?.entities).toBe(2);
    expect(progress[progress.length - 1]).toBe(1);

    const modelInUse = () =>
      Promise.resolve({
        model: deserialiseModel(first.model!.bytes),
        summary: unstored(first.model!.learned, 'in-use'),
      });
    const request = requestOf(detector, 'compared');
    const again = await thread.learn(request, means({ modelInUse }));
    expect(again.model?.judgement.assessment?.with.id).toBe('in-use');
    expect(modelOf(again)).toEqual(modelOf(await learnHere(request, means({ modelInUse }))));
  });

  it('leaves out what is quiet, which is asked for when all is counted', async () => {
    const quiet: StoredQuietTimes = {
      expected: [],
      mutes: [],
      calendars: [
        {
          ...{ id: 'nights', name: 'Nights', entities: null, by: null, at: iso(FROM) },
          times: { kind: 'weekly', weekdays: ['monday'], from: '00:00', to: '06:00' },
        },
      ],
    };
    const quietTimes = () => Promise.resolve({ quietTimes: quiet, broken: [] });
    const detector = watching();
    const there = await thread.learn(requestOf(detector, 'no'), means({ quietTimes }));
    const here = await learnHere(requestOf(detector, 'no'), means({ quietTimes }));
    const loud = await learnHere(requestOf(detector, 'no'));
    expect(modelOf(there)).toEqual(modelOf(here));
    expect(modelOf(there).checksum).not.toBe(modelOf(loud).checksum);
  });

  it('says the same of what it cannot learn from', async () => {
    for (const changes of [
      { indexPattern: 'api-logs-no-such-index' },
      { signals: ['error_rate'] as const, fields: { latency: null, status: null } },
    ]) {
      const detector = watching(changes as Parameters<typeof settings>[0]);
      const said = async (learning: Promise<unknown>): Promise<DetectorError> => {
        const error = await learning.then(
          () => undefined,
          (thrown: unknown) => thrown
        );
        if (!(error instanceof DetectorError)) throw new Error(`no sentence: ${String(error)}`);
        return error;
      };
      const there = await said(thread.learn(requestOf(detector, 'no'), means()));
      const here = await said(learnHere(requestOf(detector, 'no')));
      expect([there.fault, there.message]).toEqual([here.fault, here.message]);
    }
  });

  it('ends when it is cancelled, and goes on with what was counted', async () => {
    const detector = watching();
    const cancelling = new AbortController();
    const onProgress = () => {
      cancelling.abort(new Error('Somebody cancelled it.'));
      return Promise.resolve();
    };
    const cancelled = thread.learn(
      requestOf(detector, 'no'),
      means({ onProgress, signal: cancelling.signal })
    );
    await expect(cancelled).rejects.toThrow('Somebody cancelled it.');

    const counted: number[] = [];
    const resumed = await thread.learn(
      requestOf(detector, 'no'),
      means({ onProgress: (done) => Promise.resolve(void counted.push(done)) })
    );
    expect(resumed.isComplete).toBe(true);
    const other = { ...watching(), id: detector.id };
    expect(modelOf(resumed)).toEqual(modelOf(await learnHere(requestOf(other, 'no'))));
  });
});
