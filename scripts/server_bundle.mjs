// The server side of the plugin as Node.js runs it: the plugin, and beside it the program of the training thread.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Of the plugin in Kibana: 8.12 runs on Node 18, and its own packages come from its node_modules. */
const FOR_KIBANA = { target: 'node18', external: ['@kbn/*'], legalComments: 'none' };

/** A program for Node.js of one of the project's sources. */
export const bundle = (entry, outfile, options) =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    tsconfigRaw: {},
    logLevel: 'warning',
    ...options,
  });

/**
 * The program of the training thread, which is looked for beside the program that the plugin is in.
 * @param options what that one is built with
 */
export const buildTrainingWorker = (folder, options = FOR_KIBANA) =>
  bundle(
    'server/training_thread/training_worker.ts',
    path.join(folder, 'training_worker.js'),
    options
  );

/** The plugin's server folder for Kibana. */
export async function buildServerBundle(folder) {
  await bundle('server/index.ts', path.join(folder, 'index.js'), FOR_KIBANA);
  await buildTrainingWorker(folder);
}
