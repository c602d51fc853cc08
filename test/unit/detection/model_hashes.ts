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
  model: '2e1acafea7b2db4251443726dc7fc60709944b7a09c0d164724b1e7f4d4f3766',
  forest: '7caa544b34703d0206c1ab7ea133bd37471f7a988d33d45d385835ac41b0e2a7',
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
