/** A program: a host whose only task says on stdout that it runs, and never ends. */
import { startHost } from './test_host';

const [elasticsearchUrl, dataDir, indexPrefix] = process.argv.slice(2);

async function main() {
  const playground = { dataDir, indexPrefix, remove: async () => Promise.resolve() };
  const host = await startHost(
    playground,
    {
      setup: (_core, { taskManager }) => {
        taskManager.registerTaskDefinitions({
          count: {
            title: 'Never ends',
            createTaskRunner: () => ({
              run: () => {
                process.stdout.write('running\n');
                return new Promise(() => undefined);
              },
            }),
          },
        });
      },
    },
    { elasticsearchUrl }
  );
  await host.plugins.taskManager.ensureScheduled({
    id: 'task-1',
    taskType: 'count',
    params: {},
    state: { count: 7 },
    schedule: { interval: '1h' },
  });
}

void main();
