import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const cache =
  process.env.ANOMALY_DETECTOR_CACHE ??
  (process.getuid?.() === 0
    ? '/var/cache/anomaly-detector'
    : path.join(os.homedir(), '.cache/anomaly-detector'));

/** What is not part of the project: the sample log, and the script that starts a stack. */
export const sharedFolder = path.resolve(root, process.env.ANOMALY_DETECTOR_SHARED ?? '../shared');

/**
 * Where a built Kibana 8.12.2, an Elasticsearch that it can run on, and the script that starts both are.
 * @returns {{ found: true, kibanaHome: string, esHome: string, stackScript: string } | { found: false, reason: string }}
 */
export function findKibana() {
  const kibanaHome = process.env.KIBANA_HOME ?? path.join(cache, 'stack/kibana');
  const esHome = process.env.ES_HOME ?? path.join(cache, 'stack/elasticsearch');
  const stackScript = path.join(sharedFolder, 'stack/stack.mjs');
  const needed = [
    ['KIBANA_HOME', path.join(kibanaHome, 'bin/kibana')],
    ['ES_HOME', path.join(esHome, 'bin/elasticsearch')],
    ['ANOMALY_DETECTOR_SHARED', stackScript],
  ];
  const missing = needed.find(([, file]) => !fs.existsSync(file));
  if (missing) {
    return {
      found: false,
      reason: `there is no ${missing[1]}; set ${missing[0]} to have it elsewhere`,
    };
  }
  return { found: true, kibanaHome, esHome, stackScript };
}
