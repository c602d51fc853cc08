import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { type Scored } from '../judgement';
import { SPAN_MS, type LabelledTraffic } from '../traffic';
import { RAW_FEATURES, rawFeatures } from './raw_features';

/** A program that scores rows, called with: input, output, and what it is told of the rows' shape. */
export interface ExternalMethod {
  command: string;
  args: readonly string[];
  /** The file that the program was made of. */
  source: string;
}

/** Scores of an earlier run are taken again: a random cut forest takes minutes for a seed, and is the same each time. */
const KEPT = path.resolve('target/bench/scores');

/** @throws Error when the program fails */
export function externalScores(
  method: ExternalMethod,
  { name, traffic }: { name: string; traffic: LabelledTraffic }
): Scored {
  const { table, testFrom } = traffic;
  const trained = (testFrom - table.from) / SPAN_MS;
  const judged = table.length - trained;
  const rows = Buffer.concat(
    table.entities.map((buckets) => Buffer.from(rawFeatures(buckets, table.length).buffer))
  );
  const shape = [table.entities.length, table.length, RAW_FEATURES, trained];
  const all = keptScores(method, { name, rows, shape });
  const scores = table.entities.map((_, index) =>
    all.subarray(index * judged, (index + 1) * judged)
  );
  return { traffic, scores };
}

/**
 * What a program writes for rows of 32-bit numbers and what it is told of their shape; kept scores where there are some.
 *
 * @throws Error when the program fails
 */
export function keptScores(
  method: ExternalMethod,
  { name, rows, shape }: { name: string; rows: Buffer; shape: readonly number[] }
): Float32Array {
  const key = createHash('sha256')
    .update(fs.readFileSync(method.source))
    .update(shape.join())
    .update(rows)
    .digest('hex');
  const kept = path.join(KEPT, `${name}-${key.slice(0, 24)}`);
  if (!fs.existsSync(kept)) run(method, { rows, shape: shape.map(String), into: kept });
  const bytes = fs.readFileSync(kept);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function run(
  { command, args }: ExternalMethod,
  { rows, shape, into }: { rows: Buffer; shape: string[]; into: string }
): void {
  fs.mkdirSync(KEPT, { recursive: true });
  const folder = fs.mkdtempSync(path.join(KEPT, 'run-'));
  try {
    const [input, output] = [path.join(folder, 'rows'), path.join(folder, 'scores')];
    fs.writeFileSync(input, rows);
    execFileSync(command, [...args, input, output, ...shape], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    fs.renameSync(output, into);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
