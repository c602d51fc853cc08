import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { buildSync } from 'esbuild';

import {
  createPlayground,
  elasticsearchUrl,
  startHost,
  until,
  type SmallPlugin,
} from './test_host';

const ID = 'task-1';
const aTask = { id: ID, taskType: 'count', params: {}, state: { count: 0 } };

/** A plugin whose task counts its runs in its state. */
const counting: SmallPlugin = {
  setup: (_core, { taskManager }) => {
    taskManager.registerTaskDefinitions({
      count: {
        title: 'Counts',
        createTaskRunner: ({ taskInstance }) => ({
          run: async () =>
            Promise.resolve({ state: { count: Number(taskInstance.state.count) + 1 } }),
        }),
      },
    });
  },
};

describe('the tasks of the host', () => {
  const playground = createPlayground();
  afterAll(() => playground.remove());

  it('run while the host runs, and keep their state over a restart', async () => {
    const first = await startHost(playground, counting);
    const { taskManager } = first.plugins;
    await taskManager.ensureScheduled({ ...aTask, schedule: { interval: '1s' } });
    await until('the task ran twice', async () => {
      const { state } = await taskManager.get(ID);
      return Number(state.count) >= 2;
    });
    await first.stop();

    const second = await startHost(playground, counting);
    const task = await second.plugins.taskManager.get(ID);
    expect(Number(task.state.count)).toBeGreaterThanOrEqual(2);
    expect(task.schedule).toEqual({ interval: '1s' });
    await second.plugins.taskManager.removeIfExists(ID);
    await second.stop();
  });

  it('run again at once after the host was killed in the middle of them', async () => {
    const bundle = join(playground.dataDir, 'killed_host.js');
    buildSync({
      entryPoints: [join(__dirname, 'killed_host.ts')],
      bundle: true,
      platform: 'node',
      target: 'node20',
      outfile: bundle,
    });
    const { dataDir, indexPrefix } = playground;
    const host = spawn(process.execPath, [bundle, elasticsearchUrl, dataDir, indexPrefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(host.stdout, 'data');
    host.kill('SIGKILL');
    await once(host, 'exit');

    const next = await startHost(playground, counting);
    const { taskManager } = next.plugins;
    await until('the task ran again', async () => (await taskManager.get(ID)).state.count === 8);
    await next.stop();
  });
});
