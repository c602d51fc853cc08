import { setTimeout } from 'node:timers/promises';

import { Client } from '@elastic/elasticsearch';

import type { DetectorResponse, RunsResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import { isFinished, type Run } from '../../common/run';
import { BucketStore } from '../../server/buckets/bucket_store';
import { RecordIndex } from '../../server/elasticsearch/record_index';
import { Random } from '../../server/traffic/random';
import { ecsFields, LogIndices } from '../integration/server/log_index';
import {
  DAY,
  failingHours,
  HOUR,
  iso,
  MINUTE,
  shopTraffic,
} from '../integration/server/shop_traffic';
import { DetectorApi, Http } from '../kibana/kibana_api';
import { startStack, type Stack } from '../kibana/stack';
import { addUser, PASSWORD } from '../kibana/users';

import { KibanaProcess } from './kibana_process';
import { Leftovers } from './leftovers';

/** Fewer for a trial. */
const KILLS = Number(process.env.KILLS ?? 20);
const SEED = 11;
/** Kibana is killed at most so long after it goes on with what it was doing, ms. */
const LONGEST_LIFE_MS = 10_000;
/** It goes on within this time after it answers, on a machine that has much to do, ms. */
const TAKE_UP_MS = 90_000;
/** A save, which takes one to three seconds, begins at most so long before. */
const LONGEST_SAVE_MS = 2_500;

const SERVICES = ['cart', 'pay', 'search', 'catalog', 'login', 'stock'];
/** Up to some hours ago, so that what is counted does not depend on when the test runs. */
const TO = Math.floor(Date.now() / DAY) * DAY - 6 * HOUR;
const FROM = TO - 14 * DAY;
const LEARNED_TO = FROM + 7 * DAY;

const EDITOR = { username: 'kills_editor', password: PASSWORD };
const OWN_INDICES = {
  names: ['.kibana_anomaly_detector*'],
  privileges: ['all'],
  allow_restricted_indices: true,
};

jest.setTimeout(120 * MINUTE);

describe(`a Kibana that is killed with SIGKILL ${KILLS} times at random moments`, () => {
  const random = new Random(SEED);
  const lives: string[] = [];
  let stack: Stack;
  let kibana: KibanaProcess;
  let leftovers: Leftovers;
  let client: Client;
  let past: LogIndices;
  /** Trains and scores a past range. */
  let ranged: Detector;
  /** Trains once, and scores every minute what is logged now. */
  let scheduled: Detector;
  /** Is saved, and learns, just when Kibana is killed. */
  let saved: Detector;
  let firstScoredUpTo: string;

  const api = () => new DetectorApi(stack);
  const get = (id: string) => api().ok<DetectorResponse>('GET', `/detectors/${id}`);
  const train = () =>
    api().ok<Run>('POST', `/detectors/${ranged.id}/_train`, {
      from: iso(FROM),
      to: iso(LEARNED_TO),
    });
  const score = () =>
    api().ok<Run>('POST', `/detectors/${ranged.id}/_score`, {
      ...{ from: iso(LEARNED_TO), to: iso(TO), models: 'daily' },
    });
  const current = ({ id, detectorId }: Run) =>
    api().ok<Run>('GET', `/detectors/${detectorId}/runs/${id}`);
  const ended = async (run: Run): Promise<Run> => {
    for (let second = 0; second < 900; second++) {
      const now = await current(run);
      if (isFinished(now)) return now;
      await setTimeout(1_000);
    }
    throw new Error(`after 15 minutes the run is still ${JSON.stringify(await current(run))}`);
  };

  async function recordsOf(id: string, from = 0, to = Infinity): Promise<object[]> {
    await client.indices.refresh({ index: 'api-anomalies' });
    const { hits } = await client.search<Record<string, unknown>>({
      index: 'api-anomalies',
      size: 10_000,
      query: { term: { detector_id: id } },
      sort: ['@timestamp', 'entity'],
    });
    return hits.hits.flatMap(({ _id, _source }) => {
      const { scored_at: _, ...rest } = _source ?? {};
      const time = Date.parse(String(rest['@timestamp']));
      return time >= from && time < to ? [{ _id, ...rest }] : [];
    });
  }

  /** Waits until a run is under way in the Kibana that was started at a time, epoch ms; or until it has ended. */
  const goesOn = async (run: Run, startedAt: number) => {
    for (const deadline = Date.now() + TAKE_UP_MS; Date.now() < deadline;) {
      const since = await leftovers.runningSince(`anomalyDetector:range:${run.id}`);
      if (since !== null && since >= startedAt) return;
      if (isFinished(await current(run))) return;
      await setTimeout(250);
    }
    throw new Error(
      `the run does not go on ${TAKE_UP_MS} ms after Kibana answered: ${JSON.stringify(await current(run))}`
    );
  };

  /** Changes the detector and makes it learn; Kibana may be gone before it has answered. */
  const saveAndLearn = async () => {
    try {
      await api().call('PUT', `/detectors/${saved.id}`, saved.settings);
      await api().call('POST', `/detectors/${saved.id}/_run`, { kind: 'training' });
    } catch {
      // It was killed.
    }
  };
  const createAnother = async (number: number) => {
    try {
      await api().create({ name: `Another ${number}`, indexPattern: saved.settings.indexPattern });
    } catch {
      // It was killed.
    }
  };

  beforeAll(async () => {
    stack = await startStack('secured');
    kibana = new KibanaProcess(stack);
    await addUser(stack, EDITOR.username, {
      indices: [OWN_INDICES, { names: ['*'], privileges: ['all'] }],
    });
    client = new Client({ node: stack.elasticsearch, auth: EDITOR });
    leftovers = new Leftovers(stack, new Http(stack.elasticsearch, EDITOR));
    past = new LogIndices('api-logs', client);
    const pastLogs = await past.create(
      'past',
      ecsFields,
      shopTraffic({
        ...{ from: FROM, to: TO, services: SERVICES, requestsPerHour: 36 },
        troubles: failingHours(FROM, [7, 8, 9, 10, 11, 12, 13]),
      })
    );
    // Logged ahead, as if somebody logged all the time; some minutes of every half hour fail.
    const begin = Math.floor(Date.now() / HOUR) * HOUR;
    const liveLogs = await past.create(
      'live',
      ecsFields,
      shopTraffic({
        ...{ from: begin - 2 * DAY, to: begin + 4 * HOUR, requestsPerHour: 600 },
        troubles: Array.from({ length: 8 }, (_, half) => ({
          service: 'pay',
          from: begin + (half * 30 + 10) * MINUTE,
          to: begin + (half * 30 + 20) * MINUTE,
          failing: 0.9,
        })),
      })
    );
    ranged = await api().create({
      ...{ name: 'Ranged', indexPattern: pastLogs },
      schedule: { trainingWindow: '7d' },
    });
    const live = { indexPattern: liveLogs, bucketSpan: '1m', schedule: { trainingWindow: '2d' } };
    scheduled = await api().create({ name: 'Scheduled', ...live });
    saved = await api().create({ name: 'Saved', ...live });
    for (const { id } of [scheduled, saved]) {
      await api().ok('POST', `/detectors/${id}/_start`);
      await api().until(
        id,
        ({ status }) => status.state === 'running' && status.scoredUpTo !== null,
        300
      );
    }
    firstScoredUpTo = (await get(scheduled.id)).status.scoredUpTo!;
  });

  afterAll(async () => {
    process.stdout.write(`${lives.join('\n')}\n`);
    await (client as Client | undefined)?.close();
    await (stack as Stack | undefined)?.stop();
  });

  it('writes the same records of a past range as one that is not', async () => {
    let work = await train();
    let isTraining = true;
    let startedAt = 0;
    for (let kill = 1; kill <= KILLS; kill++) {
      const lifeMs = random.uniform() * LONGEST_LIFE_MS;
      const saveMs = Math.min(lifeMs, random.uniform() * LONGEST_SAVE_MS);
      await goesOn(work, startedAt);
      await setTimeout(lifeMs - saveMs);
      const { kind, state, progress } = await current(work);
      const cutOff = [saveAndLearn(), ...(kill % 4 === 0 ? [createAnother(kill)] : [])];
      await setTimeout(saveMs);
      await kibana.kill();
      await Promise.all(cutOff);
      lives.push(
        `kill ${kill}: ${(lifeMs / 1000).toFixed(1)} s after it went on, ${(saveMs / 1000).toFixed(1)} s after a save began; ${kind} ${state} ${progress.toFixed(2)}`
      );
      startedAt = Date.now();
      await kibana.start();
      // There is always a training or a scoring under way that can be cut off.
      if (isFinished(await current(work))) {
        work = await (isTraining ? score() : train());
        isTraining = !isTraining;
      }
    }
    await ended(work);
    if (isTraining) work = await score();
    expect(await ended(work)).toMatchObject({ state: 'done', progress: 1 });
    const records = await recordsOf(ranged.id);
    expect(records.length).toBeGreaterThan(20);
    const { runs } = await api().ok<RunsResponse>('GET', `/detectors/${ranged.id}/runs`);
    expect(runs.filter(({ state }) => state !== 'done')).toEqual([]);
    lives.push(`${records.length} records of the past range, by ${runs.length} runs`);

    await new BucketStore(client).delete(ranged.id);
    await new RecordIndex(client, 'api-anomalies').delete({
      detectorId: ranged.id,
    });
    await ended(await train());
    await ended(await score());
    expect(await recordsOf(ranged.id)).toEqual(records);
  });

  it('goes on with its schedule, and writes the same records as one that is not', async () => {
    const isUpToDate = ({ status }: Detector) =>
      status.state === 'running' &&
      status.health.length === 0 &&
      Date.now() - Date.parse(status.scoredUpTo!) < 5 * MINUTE;
    await api().until(scheduled.id, isUpToDate, 300);
    await api().ok('POST', `/detectors/${scheduled.id}/_stop`);
    const { status, tasks } = await get(scheduled.id);
    expect(tasks).toEqual({ training: null, scoring: null });
    const range = { from: firstScoredUpTo, to: status.scoredUpTo! };
    const found = () => recordsOf(scheduled.id, Date.parse(range.from), Date.parse(range.to));
    const essence = (records: object[]) =>
      (records as Array<Record<string, unknown>>).map(({ _id, record_score, incident_id }) => ({
        ...{ _id, record_score, incident_id },
      }));
    const records = essence(await found());
    expect(records.length).toBeGreaterThan(5);
    lives.push(`${records.length} records by schedule, from ${range.from} to ${range.to}`);

    // What was found before stays: an incident may have begun there.
    await new RecordIndex(client, 'api-anomalies').delete({
      detectorId: scheduled.id,
      from: Date.parse(range.from),
    });
    const run = await api().ok<Run>('POST', `/detectors/${scheduled.id}/_score`, {
      ...range,
      models: 'active',
    });
    expect(await ended(run)).toMatchObject({ state: 'done' });
    expect(essence(await found())).toEqual(records);
  });

  it('leaves no detector stuck that was saved when it was killed', async () => {
    const learned = (await get(saved.id)).status.lastTraining?.at ?? '';
    const isWell = ({ status }: Detector) =>
      status.state === 'running' &&
      status.health.length === 0 &&
      Date.now() - Date.parse(status.scoredUpTo!) < 5 * MINUTE;
    await api().until(saved.id, isWell, 300);
    await api().ok('POST', `/detectors/${saved.id}/_run`, { kind: 'training' });
    const isNew = ({ status }: Detector) => (status.lastTraining?.at ?? '') > learned;
    const after = await api().until(saved.id, isNew, 300);
    expect(after.status.lastTraining).toMatchObject({ error: null });
  });

  it('leaves no key, task or object without a detector', async () => {
    await leftovers.makeNotesOld();
    // Keys that nobody runs with are looked for whenever one is granted.
    await api().ok('POST', `/detectors/${scheduled.id}/_authorize`);
    const { detectors, broken } = await api().ok<{ detectors: Detector[]; broken: unknown[] }>(
      'GET',
      '/detectors'
    );
    expect(broken).toEqual([]);
    const owned = detectors.map(({ owner }) => owner.keyId!).sort();
    for (let second = 0; second < 120 && (await leftovers.keys()).length > owned.length; second++) {
      await setTimeout(1_000);
    }
    expect(await leftovers.keys()).toEqual(owned);
    expect(await leftovers.notes()).toEqual(detectors.map(({ owner }) => owner.keyName!).sort());
    expect(await leftovers.objectsWithoutDetector(detectors)).toEqual([]);
    // The keys are worth something: each detector can read with its own.
    for (const { id } of detectors) {
      const range = { from: iso(Date.now() - HOUR), to: iso(Date.now()) };
      const run = await api().ok<Run>('POST', `/detectors/${id}/_score`, range);
      const { state, message } = await ended(run);
      // Another that was made while Kibana was killed may have no model yet; it may read for all that.
      expect(`${state}: ${message}`).not.toMatch(/authori[sz]e|privilege|may not/);
    }
    lives.push(`${detectors.length} detectors with a key each`);

    for (const { id } of detectors) await api().ok('DELETE', `/detectors/${id}`);
    for (let second = 0; second < 120 && (await leftovers.keys()).length > 0; second++) {
      await setTimeout(1_000);
    }
    expect(await leftovers.keys()).toEqual([]);
    const tasks = (await leftovers.tasks()).filter((id) => id !== 'anomalyDetector:keys');
    expect(tasks).toEqual([]);
  });
});
