import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { type Scored } from '../judgement';
import { SPAN_MS, type LabelledTraffic } from '../traffic';
import { RAW_FEATURES, rawFeatures } from './raw_features';

/** A program that scores rows, called with: input, output, entities, rows, columns, training rows. */
export interface ExternalMethod {
  command: string;
  args: readonly string[];
}

/** @throws Error when the program fails */
export function externalScores(
  { command, args }: ExternalMethod,
  traffic: LabelledTraffic
): Scored {
  const { table, testFrom } = traffic;
  const trained = (testFrom - table.from) / SPAN_MS;
  const judged = table.length - trained;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-bench-'));
  try {
    const [input, output] = [path.join(folder, 'rows'), path.join(folder, 'scores')];
    const rows = table.entities.map((buckets) => rawFeatures(buckets, table.length));
    fs.writeFileSync(input, Buffer.concat(rows.map((own) => Buffer.from(own.buffer))));
    const shape = [table.entities.length, table.length, RAW_FEATURES, trained].map(String);
    execFileSync(command, [...args, input, output, ...shape], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    const bytes = fs.readFileSync(output);
    const all = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    );
    const scores = table.entities.map((_, index) =>
      all.subarray(index * judged, (index + 1) * judged)
    );
    return { traffic, scores };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
