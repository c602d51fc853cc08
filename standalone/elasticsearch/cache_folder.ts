import os from 'node:os';
import path from 'node:path';

import { type Environment } from './launcher_error';

/**
 * Where what was downloaded is kept: ANOMALY_DETECTOR_CACHE if set; for root a folder that the unprivileged user
 * which Elasticsearch runs as can read; else below the user's own `.cache`.
 */
export function cacheFolder(environment: Environment): string {
  if (environment.ANOMALY_DETECTOR_CACHE) return path.resolve(environment.ANOMALY_DETECTOR_CACHE);
  return process.getuid?.() === 0
    ? '/var/cache/anomaly-detector'
    : path.join(os.homedir(), '.cache/anomaly-detector');
}
