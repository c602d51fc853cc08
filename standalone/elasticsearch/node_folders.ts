import fs from 'node:fs';
import path from 'node:path';

import { ElasticsearchLauncherError, type Environment } from './launcher_error';
import { lastLines, runProgram } from './run_program';
import { type UnprivilegedUser } from './unprivileged_user';

/** The folders of one node; all below the data folder, nothing is written into Elasticsearch's home. */
export interface NodeFolders {
  config: string;
  data: string;
  logs: string;
  temporary: string;
}

const everyFolder = ({ config, data, logs, temporary }: NodeFolders) => [
  config,
  data,
  logs,
  temporary,
];

export interface NodeSettings {
  httpPort: number;
  transportPort: number;
}

/**
 * Makes the folders and writes the configuration of a single node on loopback without security.
 * What is in `data` from an earlier start stays.
 */
export function prepareFolders(home: string, dataDir: string, settings: NodeSettings): NodeFolders {
  const folders: NodeFolders = {
    config: path.join(dataDir, 'config'),
    data: path.join(dataDir, 'data'),
    logs: path.join(dataDir, 'logs'),
    temporary: path.join(dataDir, 'temporary'),
  };
  try {
    for (const stale of [folders.config, folders.temporary]) {
      fs.rmSync(stale, { recursive: true, force: true });
    }
    for (const folder of everyFolder(folders)) fs.mkdirSync(folder, { recursive: true });
    fs.cpSync(path.join(home, 'config'), folders.config, { recursive: true });
    // The keystore belongs to whoever installed Elasticsearch; the node makes its own.
    fs.rmSync(path.join(folders.config, 'elasticsearch.keystore'), { force: true });
    redirectJvmLogs(folders);
    fs.writeFileSync(
      path.join(folders.config, 'elasticsearch.yml'),
      configuration(home, folders, settings)
    );
  } catch (error) {
    throw new ElasticsearchLauncherError(
      `The data folder ${dataDir} cannot be prepared for Elasticsearch: ${(error as Error).message}. Free room on the disk, or choose another folder.`
    );
  }
  return folders;
}

/** Gives the folders to `user`, who can then reach them through `dataDir`. */
export async function handOver(
  dataDir: string,
  folders: NodeFolders,
  { uid, gid }: UnprivilegedUser,
  environment: Environment
): Promise<void> {
  fs.chmodSync(dataDir, (fs.statSync(dataDir).mode & 0o777) | 0o011);
  const args = ['-R', `${uid}:${gid}`, ...everyFolder(folders)];
  const result = await runProgram('chown', args, { environment });
  if (result?.exitCode === 0) return;
  throw new ElasticsearchLauncherError(
    `The folders below ${dataDir} cannot be given to the user that runs Elasticsearch: ${lastLines(result?.output ?? 'there is no chown', 3)}`
  );
}

/** Up to 8.18 the JVM's logs go to `logs/` below the home, which is not to be written. */
function redirectJvmLogs({ config, logs }: NodeFolders): void {
  const file = path.join(config, 'jvm.options');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll('=logs/', `=${logs}/`));
}

function configuration(
  home: string,
  folders: NodeFolders,
  { httpPort, transportPort }: NodeSettings
): string {
  const has = (module: string) => fs.existsSync(path.join(home, 'modules', module));
  const quoted = (text: string) => JSON.stringify(text);
  return [
    'cluster.name: anomaly-detector',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${httpPort}`,
    `transport.port: ${transportPort}`,
    `path.data: ${quoted(folders.data)}`,
    `path.logs: ${quoted(folders.logs)}`,
    // A disk that is nearly full would make every index read-only.
    'cluster.routing.allocation.disk.threshold_enabled: false',
    // The collector for small heaps leaves garbage until the heap is full, which is no reason to refuse requests.
    'indices.breaker.total.use_real_memory: false',
    // A setting of a module that is not there stops the start.
    ...(has('x-pack-security') ? ['xpack.security.enabled: false'] : []),
    ...(has('x-pack-ml') ? ['xpack.ml.enabled: false'] : []),
    ...(has('ingest-geoip') ? ['ingest.geoip.downloader.enabled: false'] : []),
    '',
  ].join('\n');
}
