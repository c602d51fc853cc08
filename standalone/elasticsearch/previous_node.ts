import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { ElasticsearchLauncherError, type Environment, type Report } from './launcher_error';
import { runProgram } from './run_program';

/** As long as a node takes to end whose host was killed. */
const PATIENCE_MS = 15_000;

const pidFile = (dataDir: string) => path.join(dataDir, 'elasticsearch.pid');

/** Notes which process works on `dataDir`. */
export function notePid(dataDir: string, pid: number): void {
  fs.writeFileSync(pidFile(dataDir), `${pid}\n`);
}

/**
 * Waits for the node that was started on `dataDir` before, which may be ending still.
 * @throws ElasticsearchLauncherError when it stays
 */
export async function waitForPreviousNode(
  dataDir: string,
  environment: Environment,
  report: Report
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let reported = false;
  for (;;) {
    const pid = await previousPid(dataDir, environment);
    if (pid === undefined) return;
    if (Date.now() > deadline) {
      throw new ElasticsearchLauncherError(
        `Another Elasticsearch, process ${pid}, works on the data folder ${dataDir}. End what started it, or choose another folder.`
      );
    }
    if (!reported) report(`Waiting for the Elasticsearch that still works on ${dataDir} to end.`);
    reported = true;
    await delay(250);
  }
}

async function previousPid(dataDir: string, environment: Environment): Promise<number | undefined> {
  if (!fs.existsSync(pidFile(dataDir))) return undefined;
  const pid = Number(fs.readFileSync(pidFile(dataDir), 'utf8'));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  // After a restart of the machine the number may be another program's; ours is told by its folders.
  return (await commandLineOf(pid, environment)).includes(dataDir) ? pid : undefined;
}

/** The command line of a process, empty when there is none. */
async function commandLineOf(pid: number, environment: Environment): Promise<string> {
  if (fs.existsSync('/proc/self/cmdline')) {
    const file = `/proc/${pid}/cmdline`;
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  }
  const shown = await runProgram('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { environment });
  return shown?.output ?? '';
}
