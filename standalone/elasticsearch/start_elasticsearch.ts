import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type ElasticsearchAddress } from './address';
import { askClusterHealth } from './cluster_health';
import { findFreePorts, requireFreePort } from './free_ports';
import { ElasticsearchLauncherError, type Environment, type Report } from './launcher_error';
import { handOver, type NodeFolders, prepareFolders } from './node_folders';
import { requireJavaHome } from './prerequisites';
import { notePid, waitForPreviousNode } from './previous_node';
import { guardProcess } from './process_guard';
import { lastLines } from './run_program';
import { requireAccess, unprivilegedUser } from './unprivileged_user';

export interface StartOptions {
  /** an unpacked Elasticsearch, which is only read */
  home: string;
  /** where its configuration, data and logs go; made if missing */
  dataDir: string;
  /** of HTTP on loopback; 0 finds a free one */
  port?: number;
  /** of the Java virtual machine, such as "512m" */
  heap?: string;
  environment: Environment;
  report: Report;
}

export interface RunningElasticsearch {
  url: string;
  pid: number;
  /** Ends it and waits until it is gone; harmless when it is gone already. */
  stop: () => Promise<void>;
}

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 30_000;

/**
 * Starts a single Elasticsearch node on loopback, without security, and waits until every index can be read. As root it runs as an
 * unprivileged user. It ends when `stop` is called or when this process is gone.
 * @throws ElasticsearchLauncherError with the end of its log when it does not start
 */
export async function startElasticsearch({
  home,
  dataDir: givenDataDir,
  port = 0,
  heap = '1g',
  environment,
  report,
}: StartOptions): Promise<RunningElasticsearch> {
  const dataDir = path.resolve(givenDataDir);
  const javaHome = fs.existsSync(path.join(home, 'jdk'))
    ? undefined
    : await requireJavaHome(environment, report);
  const user = await unprivilegedUser(environment);
  await waitForPreviousNode(dataDir, environment, report);
  if (port !== 0) await requireFreePort(port);
  const [freePort, transportPort] = await findFreePorts(2);
  const httpPort = port === 0 ? freePort : port;

  const folders = prepareFolders(home, dataDir, { httpPort, transportPort });
  if (user) {
    await handOver(dataDir, folders, user, environment);
    await requireAccess(user, { home, folder: folders.data, javaHome }, environment);
  }
  const consoleLog = path.join(folders.logs, 'console.log');
  const output = fs.openSync(consoleLog, 'w');
  const child = spawn(path.join(home, 'bin/elasticsearch'), [], {
    ...user,
    cwd: dataDir,
    // In a process group of its own: after Ctrl-C in the terminal it is ended by `stop`, in order.
    detached: true,
    stdio: ['ignore', output, output],
    env: nodeEnvironment(environment, folders, heap, javaHome),
  });
  fs.closeSync(output);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  if (child.pid === undefined) throw failure(await ended, consoleLog);

  notePid(dataDir, child.pid);
  const releaseGuard = guardProcess(child.pid);
  const stop = () => stopProcess(child, ended).finally(releaseGuard);
  const url = `http://127.0.0.1:${httpPort}`;
  try {
    await waitUntilReady(url, ended, consoleLog);
  } catch (error) {
    await stop();
    throw error;
  }
  // It is no reason for this process to stay: the guard ends it.
  child.unref();
  return { url, pid: child.pid, stop };
}

/**
 * Without the slow, optimising compiler a node starts in about half the time, which is what people wait for; it has
 * little data, so that what is compiled less well costs less than that.
 */
const FIRST_COMPILER_ONLY = '-XX:TieredStopAtLevel=1';

/** Starts faster with a heap this small; the distribution asks for G1, and Java takes only one. */
const SMALL_COLLECTOR = '-XX:-UseG1GC -XX:+UseSerialGC';

/** Little of our own environment: above all no credentials, and no JAVA_HOME, of which Elasticsearch warns. */
function nodeEnvironment(
  { PATH, LANG }: Environment,
  { config, temporary }: NodeFolders,
  heap: string,
  javaHome: string | undefined
): NodeJS.ProcessEnv {
  return {
    PATH,
    LANG,
    ES_PATH_CONF: config,
    ES_TMPDIR: temporary,
    // Its launcher is a Java program of its own, with temporary files of its own; it splits this value at spaces.
    CLI_JAVA_OPTS: [
      FIRST_COMPILER_ONLY,
      ...(/\s/.test(temporary) ? [] : [`-Djava.io.tmpdir=${temporary}`]),
    ].join(' '),
    ES_JAVA_OPTS: `-Xms${heap} -Xmx${heap} ${FIRST_COMPILER_ONLY} ${SMALL_COLLECTOR}`,
    ...(javaHome === undefined ? {} : { ES_JAVA_HOME: javaHome }),
  };
}

async function waitUntilReady(
  url: string,
  ended: Promise<string>,
  consoleLog: string
): Promise<void> {
  const address: ElasticsearchAddress = { url, credentials: { kind: 'none' } };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const health = await askClusterHealth(address, { readable: true });
    if (health.kind === 'answers') return;
    const end = await Promise.race([ended, delay(250)]);
    if (end !== undefined) throw failure(end, consoleLog);
  }
  throw failure(`it did not answer within ${START_TIMEOUT_MS / 1000} s`, consoleLog);
}

function failure(why: string, consoleLog: string): ElasticsearchLauncherError {
  const log = fs.existsSync(consoleLog) ? fs.readFileSync(consoleLog, 'utf8') : '';
  return new ElasticsearchLauncherError(
    `Elasticsearch did not start: ${why}. The end of ${consoleLog}:\n${lastLines(log, 15)}`
  );
}

async function stopProcess(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill('SIGTERM');
  const patience = new AbortController();
  const inTime = await Promise.race([
    ended.then(() => true),
    delay(STOP_TIMEOUT_MS, false, { signal: patience.signal }),
  ]);
  patience.abort();
  if (inTime || child.pid === undefined) return;
  // The group it was started as the leader of: the launcher of Elasticsearch and Elasticsearch.
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}
