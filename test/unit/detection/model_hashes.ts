import { createHash } from 'node:crypto';

import { signalNames } from '../../../common/signal';
import { serialiseModel, trainModel, type Model } from '../../../server/detection';
import { fitIsolationForest } from '../../../server/detection/isolation_forest';
import { createRandom } from '../../../server/detection/random';
import { aTable } from './traffic';

export interface ModelHashes {
  /** SHA-256 of a model trained from a seed, in bytes. */
  model: string;
  /** SHA-256 of a model that has nothing but a forest grown from a seed, in bytes. */
  forest: string;
}

/**
 * What `modelHashes` gives on every machine and under every Node. When what a model learns or how it is stored is changed on
 * purpose, the new hashes that the failing test shows belong here.
 */
export const EXPECTED_HASHES: ModelHashes = {
  model: '8764d77504074f29155b612a3753659323908f0ad38d3a55b44d35d287249973',
  forest: '0b14613f7279b65b1676926df30d8ed61f85f54b27b0288cf10b423dbb4be04a',
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const SEED = 7;
const FOREST_COLUMNS = 8;

function forestAlone(): Model {
  const random = createRandom(SEED);
  const rows = Float64Array.from({ length: 1_000 * FOREST_COLUMNS }, random);
  return {
    signals: [],
    metrics: [],
    timeZone: 'UTC',
    spanMs: 300_000,
    seed: SEED,
    forest: fitIsolationForest(rows, FOREST_COLUMNS, { seed: SEED }),
    metricForests: [],
    entities: new Map(),
  };
}

/** Trains a small model and a forest from the same seed each time, and hashes their bytes. */
export async function modelHashes(): Promise<ModelHashes> {
  const table = aTable({ seed: SEED, days: 9 });
  const model = await trainModel(table, {
    signals: signalNames,
    timeZone: 'Europe/Berlin',
    seed: SEED,
  });
  return { model: sha256(serialiseModel(model)), forest: sha256(serialiseModel(forestAlone())) };
}
