import {
  pathOf,
  paths,
  type DetectorResponse,
  type RunNowResponse,
  type SavedDetectorResponse,
  type ScheduledRunsResponse,
} from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { MessagesResponse } from '../../../common/messages';
import { LOG_INDEX } from '../../../server/messages/log_index';
import { TrainingSlots } from '../../../server/tasks/training_slots';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost, until } from './plugin_host';
import { DAY, HOUR, MINUTE, shopTraffic } from './shop_traffic';

describe('the schedule of a detector', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let host: Host;
  const api = new Api(() => host);
  let index: string;

  const settingsOf = (changes: object = {}) => ({
    indexPattern: index,
    schedule: { trainEvery: '1d', trainingWindow: '1d' },
    ...changes,
  });
  const get = (id: string) => api.ok<DetectorResponse>('GET', pathOf(paths.detector, { id }));
  const put = (id: string, settings: object) =>
    api.ok<SavedDetectorResponse>('PUT', pathOf(paths.detector, { id }), settings);
  const post = (path: string, id: string, body?: object) =>
    api.ok<Detector>('POST', pathOf(path, { id }), body);
  const isScored = ({ status }: Detector) => status.lastScoring !== null;
  const textsOf = async (id: string) => {
    const { messages } = await api.ok<MessagesResponse>('GET', pathOf(paths.messages, { id }));
    return messages.map(({ text }) => text);
  };

  beforeAll(async () => {
    // A training that was killed in another test would hold its place for a while.
    await indices.client.delete({ index: LOG_INDEX, id: 'training-slot:0' }, { ignore: [404] });
    const now = Date.now();
    index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({ from: now - DAY, to: now, requestsPerHour: 60 })
    );
    host = await startPluginHost(playground, { config: { maxConcurrentTrainings: 1 } });
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  it('is told with the next runs, and the runs that were', async () => {
    const { id } = await api.create(settingsOf());
    expect((await get(id)).tasks).toEqual({ training: null, scoring: null });
    await post(paths.start, id);
    await api.until('it has scored', id, isScored);
    await until('both wait for their next run', async () => {
      const { training, scoring } = (await get(id)).tasks;
      return training?.state === 'waiting' && scoring?.state === 'waiting';
    });
    const { training } = (await get(id)).tasks;
    const nextTraining = Date.parse(training?.nextRun ?? '') - Date.now();
    expect(nextTraining).toBeGreaterThan(23 * HOUR);
    expect(nextTraining).toBeLessThan(25 * HOUR);

    let runs: ScheduledRunsResponse['runs'] = [];
    await until('its runs are found', async () => {
      ({ runs } = await api.ok<ScheduledRunsResponse>('GET', pathOf(paths.scheduledRuns, { id })));
      return runs.length >= 2;
    });
    expect(runs).toEqual([
      expect.objectContaining({ kind: 'scoring', entities: 2, error: null }),
      expect.objectContaining({ kind: 'training', entities: 2, error: null, node: matching(/./) }),
    ]);
    const { total } = await api.ok<ScheduledRunsResponse>(
      'GET',
      `${pathOf(paths.scheduledRuns, { id })}?kind=training`
    );
    expect(total).toBe(1);
    await post(paths.stop, id);
  });

  it('is in force at once when it is changed', async () => {
    const { id } = await api.create(settingsOf());
    await post(paths.start, id);
    await api.until('it has scored', id, isScored);
    const schedule = { trainEvery: '2h', scoreEvery: '10m', trainingWindow: '1d' };
    expect(await put(id, settingsOf({ schedule }))).toMatchObject({
      retrainingNeeded: false,
      retrainingBecauseOf: [],
    });
    await until('the next training is at most two hours away', async () => {
      const { training, scoring } = (await get(id)).tasks;
      const inMs = (time: string | null | undefined) => Date.parse(time ?? '') - Date.now();
      return inMs(training?.nextRun) < 2 * HOUR + MINUTE && inMs(scoring?.nextRun) < 11 * MINUTE;
    });
    await post(paths.stop, id);
  });

  it('says that a change has to be learned, and what of it', async () => {
    const { id } = await api.create(settingsOf());
    await post(paths.start, id);
    await api.until('it has scored', id, isScored);
    await post(paths.stop, id);
    expect(await put(id, settingsOf({ bucketSpan: '10m', queryDelay: '2m' }))).toMatchObject({
      retrainingNeeded: true,
      retrainingBecauseOf: ['bucketSpan'],
    });
  });

  it('runs at once when somebody wants it to', async () => {
    const { id } = await api.create(settingsOf());
    const run = (kind: string) => api.send('POST', pathOf(paths.runNow, { id }), { kind });
    expect(await run('training')).toMatchObject({
      status: 409,
      body: { message: matching(/is not scheduled: start the detector first/) },
    });
    await post(paths.start, id);
    await api.until('it has scored', id, isScored);
    const { status, body } = await run('training');
    expect([status, ['due', 'running']]).toEqual([
      202,
      expect.arrayContaining([(body as RunNowResponse).state]),
    ]);
    await api.until('it has learned again', id, (one) => one.status.activeModelNumber === 2);
    await post(paths.stop, id);
  });

  it('keeps what is saved and what is started at the same time', async () => {
    const { id } = await api.create(settingsOf());
    for (let round = 0; round < 5; round++) {
      const name = `Round ${round}`;
      const action = round % 2 === 0 ? paths.start : paths.stop;
      await Promise.all([put(id, settingsOf({ name })), post(action, id)]);
      expect(await get(id)).toMatchObject({ settings: { name }, enabled: round % 2 === 0 });
    }
    await post(paths.stop, id);
  });

  describe('when as many trainings run as may', () => {
    const slots = new TrainingSlots(indices.client, 1);
    const other = `other-${playground.indexPrefix}`;

    it('waits for its turn, says so, and goes on', async () => {
      await until('the only place is free', () => slots.take(other));
      const { id } = await api.create(settingsOf());
      await post(paths.start, id);
      const waiting = await api.until('it waits', id, ({ status }) => status.message !== null);
      expect(waiting.status).toMatchObject({
        state: 'learning',
        message: matching(/^The training waits for its turn: at most 1 may run at once/),
      });
      await until('the message is there', async () =>
        (await textsOf(id)).some((text) => text.startsWith('The training waits for its turn'))
      );
      await slots.release(other);
      await post(paths.runNow, id, { kind: 'training' });
      await api.until('it has learned', id, ({ status }) => status.activeModelNumber === 1);
      await post(paths.stop, id);
    });
  });
});

describe('the places for trainings', () => {
  const indices = new LogIndices();
  let now = Date.now();
  // Beyond those of the other tests.
  const slots = new TrainingSlots(indices.client, 3, () => now);
  const names = ['a', 'b', 'c', 'd'].map((name) => `${indices.prefix}-${name}`);

  afterAll(async () => {
    for (const name of names) await slots.release(name);
    await indices.remove();
  });

  it('are as many as may be, one for each detector, and free again after a time', async () => {
    const [a, b, c, d] = names;
    expect(await Promise.all([a, b, c].map((name) => slots.take(name)))).toContain(true);
    for (const name of [a, b, c]) expect(await slots.take(name)).toBe(true);
    expect(await slots.take(d)).toBe(false);
    await slots.release(b);
    expect(await slots.take(d)).toBe(true);
    expect(await slots.take(b)).toBe(false);
    now += 30 * MINUTE;
    expect(await slots.take(b)).toBe(true);
  });
});
