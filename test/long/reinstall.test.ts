import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { Detector } from '../../common/detector';
import type { ModelsResponse } from '../../common/model_api';
import { DetectorApi } from '../kibana/kibana_api';
import { fillMatrixLogs } from '../kibana/matrix_logs';
import { startStack, type Stack } from '../kibana/stack';

import { CopiedKibana, zipFor } from './raised_kibana';

const run = promisify(execFile);

jest.setTimeout(1_200_000);

describe('a Kibana that loses the plugin and is upgraded without it', () => {
  const original = process.env.KIBANA_HOME!;
  let kibana: CopiedKibana;
  let stack: Stack;
  let detector: Detector;
  let range: { from: string; to: string };
  const api = () => new DetectorApi(stack);

  const stackScript = (...args: string[]) =>
    run(process.execPath, [process.env.STACK_SCRIPT!, ...args], { env: process.env });

  const isGone = async () => {
    try {
      await fetch(stack.kibana);
      return false;
    } catch {
      return true;
    }
  };

  /** Ends Kibana, changes it, and starts it; the start fails where Kibana does not become available. */
  const restarted = async (change: () => Promise<void> | void) => {
    await stackScript('down', '--kibana-only');
    for (let second = 0; second < 60 && !(await isGone()); second++) await setTimeout(1_000);
    await change();
    await stackScript('up', '--kibana-only');
    const answer = await fetch(`${stack.kibana}/api/status`);
    return (await answer.json()) as {
      version: { number: string };
      status: { overall: { level: string } };
    };
  };

  beforeAll(async () => {
    kibana = await CopiedKibana.of(original);
    process.env.KIBANA_HOME = kibana.home;
    stack = await startStack('unsecured');
    range = await fillMatrixLogs(stack, 'api-logs-reinstall');
    detector = await api().create({ name: 'Kept', indexPattern: 'api-logs-reinstall' });
    expect((await api().run(detector.id, '_train', range)).state).toBe('done');
  });

  afterAll(async () => {
    process.env.KIBANA_HOME = original;
    await (stack as Stack | undefined)?.stop();
    (kibana as CopiedKibana | undefined)?.delete();
  });

  it('is available without the plugin', async () => {
    const { status } = await restarted(() => kibana.remove('anomalyDetector'));
    expect(status.overall.level).toBe('available');
    expect((await api().call('GET', '/detectors')).status).toBe(404);
  });

  it('is available when it is the next version', async () => {
    const before = kibana.version;
    const { version, status } = await restarted(() => kibana.raiseVersion());
    expect(status.overall.level).toBe('available');
    expect(version.number).toBe(kibana.version);
    expect(version.number).not.toBe(before);
  });

  it('has the detector and its model back when the plugin is installed again', async () => {
    const zip = await zipFor(kibana.version, '8.12.2');
    const { status } = await restarted(() => kibana.install(zip));
    expect(status.overall.level).toBe('available');
    const { detectors, broken } = await api().ok<{ detectors: Detector[]; broken: unknown[] }>(
      'GET',
      '/detectors'
    );
    expect(broken).toEqual([]);
    expect(detectors).toMatchObject([{ id: detector.id, settings: detector.settings }]);
    const { models } = await api().ok<ModelsResponse>('GET', `/detectors/${detector.id}/models`);
    expect(models).toMatchObject([{ number: 1 }]);
    const again = { ...range, models: 'active' };
    const scored = await api().run(detector.id, '_score', again);
    expect(scored).toMatchObject({ state: 'done', modelId: models[0].id });
  });
});
