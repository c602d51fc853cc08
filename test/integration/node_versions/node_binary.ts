import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { cacheFolder } from '../../../standalone/elasticsearch/cache_folder';

const run = promisify(execFile);

const platform = process.platform === 'win32' ? 'win' : process.platform;
const packageName = `node-${platform}-${process.arch}`;

/**
 * A program of that version of Node: the one that runs this if it has the same major version, else one that npm fetches once
 * into the cache.
 *
 * @throws Error in a sentence when it cannot be fetched.
 */
export async function nodeBinary(
  version: string,
  environment: NodeJS.ProcessEnv = process.env
): Promise<string> {
  if (process.versions.node.split('.')[0] === version.split('.')[0]) return process.execPath;
  const folder = path.join(cacheFolder(environment), 'node', version);
  const binary = path.join(
    folder,
    'node_modules',
    packageName,
    'bin',
    platform === 'win' ? 'node.exe' : 'node'
  );
  if (!fs.existsSync(binary)) await fetchInto(folder, version, environment);
  return binary;
}

/** Fetched beside its place and then moved there, so that what was interrupted is never taken for whole. */
async function fetchInto(
  folder: string,
  version: string,
  environment: NodeJS.ProcessEnv
): Promise<void> {
  const wanted = `${packageName}@${version}`;
  let partial: string | undefined;
  try {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    partial = fs.mkdtempSync(`${folder}-`);
    await run(
      'npm',
      ['install', '--prefix', partial, '--no-audit', '--no-fund', '--ignore-scripts', wanted],
      { env: environment, cwd: partial }
    );
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(partial, folder);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Node ${version} is needed to test that it learns the same, and npm could not fetch ${wanted} into ${folder}. Let npm reach its registry, or set ANOMALY_DETECTOR_CACHE to a folder that can be written. It said:\n${said}`
    );
  } finally {
    if (partial !== undefined) fs.rmSync(partial, { recursive: true, force: true });
  }
}
