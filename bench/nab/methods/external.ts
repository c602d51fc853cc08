import path from 'node:path';

import { keptScores } from '../../detection/methods/external';
import { probationRows, type NabFile } from '../corpus';
import { spanOf } from '../grid';
import { paceOf } from '../schedule';

const rowsOf = ({ values }: NabFile): Buffer => Buffer.from(Float32Array.from(values).buffer);

/** Random cut forest, fed row by row; it learns as it goes, so all rows get a score. */
export function randomCutForestScores(file: NabFile, classPath: string): Float32Array {
  const method = {
    command: 'java',
    args: ['-Xmx1g', '-cp', classPath, 'RandomCutForestScores'],
    source: path.resolve('bench/detection/methods/RandomCutForestScores.java'),
  };
  const shape = [1, file.values.length, 1, 0];
  return keptScores(method, { name: 'nab_random_cut_forest', rows: rowsOf(file), shape });
}

/** It takes so much longer to learn than the product that it learns once a week, not once a day. */
const LEARNED_EVERY_DAYS = 7;

/** scikit-learn's isolation forest on lagged values, learned anew every week on what the product would train on. */
export function laggedForestScores(file: NabFile, python: string): Float32Array {
  const program = path.resolve('bench/nab/methods/lagged_forest.py');
  const method = { command: python, args: [program], source: program };
  const { step, window } = paceOf({ spanMs: spanOf(file) });
  const first = Math.ceil(probationRows(file.values.length));
  const shape = [file.values.length, first, LEARNED_EVERY_DAYS * step, window];
  return keptScores(method, { name: 'nab_isolation_forest', rows: rowsOf(file), shape });
}
