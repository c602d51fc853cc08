import { join, resolve } from 'node:path';

import { build } from 'esbuild';

import { WORKER_FILE } from '../../server/training_thread/training_thread';

const root = resolve(__dirname, '../..');

/** What Kibana's own packages are outside of it. */
export const standInFor = (name: string): string =>
  join(root, 'standalone/kibana_packages', `${name}.ts`);

/**
 * Builds the program of the training thread into a folder, as the host has it beside its own.
 * @returns its file
 */
export async function buildTrainingWorker(folder: string): Promise<string> {
  const file = join(folder, WORKER_FILE);
  await build({
    entryPoints: [join(root, 'server/training_thread/training_worker.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node18',
    tsconfigRaw: {},
    alias: { '@kbn/es-query': standInFor('es_query') },
    logLevel: 'error',
  });
  return file;
}
