import fs from 'node:fs';
import path from 'node:path';

import { cacheFolder } from './cache_folder';
import { ElasticsearchLauncherError, type Environment, type Report } from './launcher_error';
import { requireMaven } from './prerequisites';
import { lastLines, runProgram } from './run_program';

/** The version that is fetched when neither ELASTICSEARCH_URL nor ES_HOME is set. */
export const ELASTICSEARCH_VERSION = '8.19.21';

const GROUP = 'org.elasticsearch.distribution.integ-test-zip';
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';

/** Begins the names of the folders that a download goes to first. */
const PARTIAL = 'partial-elasticsearch-';
/** No download that still runs is this old. */
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;

const MEGABYTE = 1024 * 1024;
/** The archive in Maven's own repository (110 MB), the unpacked files (120 MB), and some to work in. */
const NEEDED_BYTES = 500 * MEGABYTE;

/** Whether `home` holds an unpacked Elasticsearch, of `version` if given. */
export function isElasticsearchHome(home: string, version?: string): boolean {
  if (!fs.existsSync(path.join(home, 'bin/elasticsearch'))) return false;
  const lib = path.join(home, 'lib');
  const jar = version ? `elasticsearch-${version}.jar` : /^elasticsearch-\d.*\.jar$/;
  return (
    fs.existsSync(lib) &&
    fs.readdirSync(lib).some((file) => (typeof jar === 'string' ? file === jar : jar.test(file)))
  );
}

/**
 * The home of the small official distribution of Elasticsearch in the cache; fetched through Maven the first time.
 * Safe to be called by several processes at once: what is in the cache under its final name is complete.
 * @throws ElasticsearchLauncherError
 */
export async function cachedDistribution(
  environment: Environment,
  report: Report
): Promise<string> {
  const folder = cacheFolder(environment);
  const name = `elasticsearch-${ELASTICSEARCH_VERSION}`;
  const home = path.join(folder, name);
  if (fs.existsSync(home)) return requireSound(home);

  createFolder(folder);
  removeAbandoned(folder);
  requireRoom(folder);
  await requireMaven(environment, report);
  report(`Fetching Elasticsearch ${ELASTICSEARCH_VERSION} (110 MB) through Maven into ${folder}.`);
  const partial = fs.mkdtempSync(path.join(folder, PARTIAL));
  try {
    await fetchInto(partial, environment);
    const unpacked = path.join(partial, name);
    if (!isElasticsearchHome(unpacked, ELASTICSEARCH_VERSION)) {
      throw new ElasticsearchLauncherError(
        `What Maven unpacked is not Elasticsearch ${ELASTICSEARCH_VERSION}: ${REFETCH}`
      );
    }
    moveTo(home, unpacked);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
  return requireSound(home);
}

const REFETCH = `delete org/elasticsearch/distribution/integ-test-zip in Maven's local repository (usually ~/.m2/repository) and try again.`;

function requireSound(home: string): string {
  if (isElasticsearchHome(home, ELASTICSEARCH_VERSION)) return home;
  throw new ElasticsearchLauncherError(
    `${home} in the cache is not Elasticsearch ${ELASTICSEARCH_VERSION}, or not all of it. Delete that folder and try again; it is fetched anew.`
  );
}

function createFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    throw new ElasticsearchLauncherError(
      `The cache folder ${folder} cannot be written (${(error as Error).message}). Set ANOMALY_DETECTOR_CACHE to a folder that can.`
    );
  }
}

/** Removes what downloads left behind that were killed. */
function removeAbandoned(folder: string): void {
  for (const entry of fs.readdirSync(folder).filter((name) => name.startsWith(PARTIAL))) {
    const partial = path.join(folder, entry);
    if (fs.statSync(partial).mtimeMs < Date.now() - ABANDONED_AFTER_MS) {
      fs.rmSync(partial, { recursive: true, force: true });
    }
  }
}

function requireRoom(folder: string): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw noRoom(folder, `${Math.floor((bavail * bsize) / MEGABYTE)} MB are free`);
}

const noRoom = (folder: string, found: string) =>
  new ElasticsearchLauncherError(
    `There is no room for Elasticsearch in ${folder}: ${found}, ${NEEDED_BYTES / MEGABYTE} MB are needed. Free some, or set ANOMALY_DETECTOR_CACHE to a folder on another disk.`
  );

async function fetchInto(folder: string, environment: Environment): Promise<void> {
  const args = [
    '--batch-mode',
    '--quiet',
    '--strict-checksums',
    UNPACK,
    `-Dartifact=${GROUP}:elasticsearch:${ELASTICSEARCH_VERSION}:zip`,
    `-DoutputDirectory=${folder}`,
  ];
  // The plugin leaves its markers in the working folder.
  const result = await runProgram('mvn', args, { environment, cwd: folder });
  if (result?.exitCode === 0) {
    // mkdtemp closes its folder to others, who must be able to read what is moved out of it.
    fs.chmodSync(folder, 0o755);
    return;
  }
  const output = result?.output ?? '';
  if (/No space left on device/i.test(output)) throw noRoom(folder, 'the disk is full');
  const said = `Maven said:\n${lastLines(output, 5)}`;
  if (
    /checksum validation failed|Error unpacking|Error while expanding|zip/i.test(
      withoutArtifact(output)
    )
  ) {
    throw new ElasticsearchLauncherError(
      `The download of Elasticsearch ${ELASTICSEARCH_VERSION} is broken: ${REFETCH} ${said}`
    );
  }
  throw new ElasticsearchLauncherError(
    `Elasticsearch ${ELASTICSEARCH_VERSION} could not be fetched through Maven. Check the network and Maven's settings, ` +
      `or set ELASTICSEARCH_URL to an Elasticsearch that runs, or ES_HOME to an unpacked one. ${said}`
  );
}

/** Maven repeats the artifact's name, which holds "zip", in every message. */
const withoutArtifact = (output: string) => output.replaceAll(/\S*integ-test-zip\S*|:zip\b/g, '');

function moveTo(home: string, unpacked: string): void {
  try {
    fs.renameSync(unpacked, home);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process was faster; what it put there is as good.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}
