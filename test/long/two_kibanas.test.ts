import { setTimeout } from 'node:timers/promises';

import { Client } from '@elastic/elasticsearch';

import type { DetectorResponse, ScheduledRunsResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import type { ModelsResponse } from '../../common/model_api';
import { isFinished, type Run, type ScheduledRun } from '../../common/run';
import { ecsFields, LogIndices } from '../integration/server/log_index';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from '../integration/server/shop_traffic';
import { DetectorApi } from '../kibana/kibana_api';
import { startStack, type Stack } from '../kibana/stack';

import { KibanaProcess } from './kibana_process';

const DETECTORS = 12;
/** Runs of each detector before one Kibana is killed. */
const RUNS_BEFORE = 3;
/** Task Manager takes a scoring of a Kibana that is gone to be running for five minutes, a past range for ten. */
const HANDED_OVER_S = 900;

jest.setTimeout(60 * MINUTE);

describe('two Kibanas on one cluster', () => {
  let stack: Stack;
  let kibanas: KibanaProcess[];
  let client: Client;
  let logs: string;
  let detectors: Detector[];
  let killedAt: number;
  /** The one that is left. */
  let left: KibanaProcess;

  const api = (kibana: KibanaProcess) => new DetectorApi(kibana.asStack);
  const portOf = ({ url }: KibanaProcess) => new URL(url).port;
  const portsOf = (runs: readonly ScheduledRun[]) =>
    [...new Set(runs.map(({ node }) => node.slice(node.lastIndexOf(':') + 1)))].sort();

  const runsOf = async (kibana: KibanaProcess, { id }: Detector): Promise<ScheduledRun[]> => {
    const { runs } = await api(kibana).ok<ScheduledRunsResponse>(
      'GET',
      `/detectors/${id}/scheduled_runs?kind=scoring&size=100`
    );
    return [...runs].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  };

  async function until<T>(
    what: string,
    seconds: number,
    look: () => Promise<T>,
    holds: (seen: T) => boolean
  ): Promise<T> {
    for (let second = 0; ; second += 2) {
      const seen = await look();
      if (holds(seen)) return seen;
      if (second >= seconds) throw new Error(`waited ${seconds} s in vain until ${what}`);
      await setTimeout(2_000);
    }
  }

  /** Which of the Kibanas runs a task right now. */
  async function runnerOf(taskId: string): Promise<KibanaProcess | undefined> {
    const found = await client.get<{ task: { status: string; ownerId: string | null } }>(
      { index: '.kibana_task_manager', id: `task:${taskId}` },
      { ignore: [404] }
    );
    if (!found.found || found._source?.task.status !== 'running') return undefined;
    const uuids = await Promise.all(kibanas.map(uuidOf));
    return kibanas[uuids.findIndex((uuid) => found._source?.task.ownerId === `kibana:${uuid}`)];
  }
  async function uuidOf({ url }: KibanaProcess): Promise<string> {
    const response = await fetch(`${url}/api/status`);
    return ((await response.json()) as { uuid: string }).uuid;
  }

  beforeAll(async () => {
    stack = await startStack('unsecured');
    kibanas = [new KibanaProcess(stack), new KibanaProcess(stack, 2)];
    await kibanas[1].start();
    client = new Client({ node: stack.elasticsearch });
    const now = Date.now();
    logs = await new LogIndices('api-logs', client).create(
      'two-kibanas',
      ecsFields,
      shopTraffic({ from: now - 9 * DAY, to: now + 2 * HOUR, requestsPerHour: 240 })
    );
  });
  afterAll(async () => {
    await (client as Client | undefined)?.close();
    await (stack as Stack | undefined)?.stop();
  });

  it('share the detectors: each learns once, and both score', async () => {
    const settings = { indexPattern: logs, bucketSpan: '1m', schedule: { trainingWindow: '1d' } };
    detectors = [];
    for (let number = 0; number < DETECTORS; number++) {
      // Made in one, started in the other.
      const detector = await api(kibanas[number % 2]).create({ name: `${number}`, ...settings });
      await api(kibanas[(number + 1) % 2]).ok('POST', `/detectors/${detector.id}/_start`);
      detectors.push(detector);
    }
    const runs = await until(
      'each has scored some times',
      600,
      () => Promise.all(detectors.map((detector) => runsOf(kibanas[0], detector))),
      (all) => all.every(({ length }) => length >= RUNS_BEFORE)
    );
    expect(portsOf(runs.flat())).toEqual(kibanas.map(portOf));
    for (const { id } of detectors) {
      const { models } = await api(kibanas[1]).ok<ModelsResponse>('GET', `/detectors/${id}/models`);
      expect(models).toHaveLength(1);
    }
  });

  it('do each run once: none begins before the one before has ended', async () => {
    for (const detector of detectors) {
      const runs = await runsOf(kibanas[1], detector);
      for (const [place, { startedAt }] of runs.slice(1).entries()) {
        expect(Date.parse(startedAt)).toBeGreaterThanOrEqual(Date.parse(runs[place].at));
      }
    }
  });

  it('do what both are asked for at once one after the other, and both say how it goes', async () => {
    const [detector] = detectors;
    const range = { from: iso(Date.now() - DAY), to: iso(Date.now() - HOUR) };
    const asked = await Promise.all(
      kibanas.map((kibana) =>
        api(kibana).call<Run>('POST', `/detectors/${detector.id}/_score`, range)
      )
    );
    const runs = asked.filter(({ status }) => status === 202).map(({ body }) => body);
    expect(runs.length).toBeGreaterThan(0);
    for (const { id } of runs) {
      const look = (kibana: KibanaProcess) => () =>
        api(kibana).ok<Run>('GET', `/detectors/${detector.id}/runs/${id}`);
      const ended = await until('the run has ended', 300, look(kibanas[0]), isFinished);
      expect(ended.state).toBe('done');
      expect(await look(kibanas[1])()).toEqual(ended);
    }
  });

  it('hand over what one of them was doing when it was killed', async () => {
    const [detector] = detectors;
    const run = await api(kibanas[0]).ok<Run>('POST', `/detectors/${detector.id}/_score`, {
      ...{ from: iso(Date.now() - 8 * DAY), to: iso(Date.now() - HOUR), models: 'daily' },
    });
    const runner = await until(
      'one of them does it',
      120,
      () => runnerOf(`anomalyDetector:range:${run.id}`),
      (kibana) => kibana !== undefined
    );
    await runner!.kill();
    killedAt = Date.now();
    left = kibanas.find((kibana) => kibana !== runner)!;

    const ended = await until(
      'the other has ended it',
      HANDED_OVER_S,
      () => api(left).ok<Run>('GET', `/detectors/${detector.id}/runs/${run.id}`),
      isFinished
    );
    expect(ended).toMatchObject({ state: 'done', progress: 1 });
    process.stdout.write(
      `the past range ended ${Math.round((Date.now() - killedAt) / 1000)} s after its Kibana was killed\n`
    );
  });

  it('leave no detector behind: the one that is left scores them all', async () => {
    for (const { id } of detectors) {
      await until(
        `${id} is up to date`,
        HANDED_OVER_S,
        () => api(left).ok<DetectorResponse>('GET', `/detectors/${id}`),
        ({ status }) =>
          status.state === 'running' &&
          status.health.length === 0 &&
          Date.parse(status.lastScoring!.at) > killedAt
      );
    }
    const since = (await Promise.all(detectors.map((detector) => runsOf(left, detector))))
      .flat()
      .filter(({ startedAt }) => Date.parse(startedAt) > killedAt);
    expect(portsOf(since)).toEqual([portOf(left)]);
    // Nothing was left out meanwhile: runs follow each other without a gap in what they scored.
    for (const { id } of detectors) {
      const { status } = await api(left).ok<DetectorResponse>('GET', `/detectors/${id}`);
      expect(status.notices.join(' ')).not.toContain('Scoring did not run');
    }
  });
});
