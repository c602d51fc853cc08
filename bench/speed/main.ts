import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { IsolationForest as ReferenceForest } from 'ml-isolation-forest';

import { deserialiseModel, serialiseModel } from '../../server/detection';
import { scoreRows } from '../../server/detection/forest_scores';
import { fitIsolationForest, type IsolationForest } from '../../server/detection/isolation_forest';
import { quantile } from '../../server/detection/quantile';
import { areaUnderCurve, COLUMNS, labelledRows, type LabelledRows } from './cloud';
import { ScikitLearn } from './scikit_learn';

const USAGE = `Times the forest against scikit-learn on one thread and ml-isolation-forest, taking turns in one run.

  npm run bench:speed -- [--rows 10000,100000,1000000] [--json FILE]
`;

/** ml-isolation-forest keeps every row in every tree: with more rows it takes minutes and gigabytes. */
const REFERENCE_ROWS = 10_000;
const roundsOf = (rows: number): number => (rows > 200_000 ? 3 : 7);

function secondsOf(task: () => void): number {
  const began = performance.now();
  task();
  return (performance.now() - began) / 1_000;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

interface Timings {
  fit: Record<string, number | null>;
  scorePerRow: Record<string, number | null>;
  auc: Record<string, number | null>;
}

async function measure(count: number, learn: ScikitLearn, folder: string): Promise<Timings> {
  const data = labelledRows(count, 7);
  const file = path.join(folder, `rows-${count}`);
  fs.writeFileSync(file, new Uint8Array(data.rows.buffer));
  const fit = { ours: [] as number[], sklearn: [] as number[] };
  const score = { ours: [] as number[], oursPlain: [] as number[], sklearn: [] as number[] };
  let forest: IsolationForest = fitIsolationForest(data.rows, COLUMNS, { seed: 1 });
  let aware = new Float64Array();
  let plain = new Float64Array();
  for (let round = 0; round < roundsOf(count); round++) {
    fit.ours.push(
      secondsOf(() => {
        forest = fitIsolationForest(data.rows, COLUMNS, { seed: round });
      })
    );
    fit.sklearn.push(await learn.seconds('fit', file, COLUMNS));
    score.ours.push(secondsOf(() => (aware = scoreRows(forest, data.rows) as typeof aware)));
    score.oursPlain.push(
      secondsOf(() => (plain = scoreRows(forest, data.rows, { rangeAware: false }) as typeof plain))
    );
    score.sklearn.push(await learn.seconds('score', file, COLUMNS));
  }
  const written = fs.readFileSync(`${file}.scores`);
  const theirs = new Float32Array(
    written.buffer.slice(written.byteOffset, written.byteOffset + written.length)
  );
  const reference = count <= REFERENCE_ROWS ? measureReference(data) : null;
  return {
    fit: {
      ours: median(fit.ours),
      sklearn: median(fit.sklearn),
      reference: reference?.fit ?? null,
    },
    scorePerRow: {
      ours: median(score.ours) / count,
      oursPlain: median(score.oursPlain) / count,
      sklearn: median(score.sklearn) / count,
      reference: reference?.scorePerRow ?? null,
    },
    auc: {
      ours: areaUnderCurve(aware, data.isAnomalous),
      oursPlain: areaUnderCurve(plain, data.isAnomalous),
      sklearn: areaUnderCurve(theirs, data.isAnomalous),
      reference: reference?.auc ?? null,
    },
  };
}

function measureReference({ rows, isAnomalous }: LabelledRows) {
  const listed = Array.from({ length: isAnomalous.length }, (_, row) =>
    Array.from(rows.subarray(row * COLUMNS, (row + 1) * COLUMNS))
  );
  const forest = new ReferenceForest({ nEstimators: 100 });
  const fit = secondsOf(() => forest.train(listed));
  let scores: number[] = [];
  const scoring = secondsOf(() => {
    scores = forest.predict(listed);
  });
  return { fit, scorePerRow: scoring / listed.length, auc: areaUnderCurve(scores, isAnomalous) };
}

/** Microseconds for a row that comes alone. */
function singleRow(): number {
  const { rows } = labelledRows(20_000, 3);
  const forest = fitIsolationForest(rows, COLUMNS, { seed: 1 });
  const rounds = Array.from({ length: 5 }, () =>
    secondsOf(() => {
      for (let row = 0; row < 20_000; row++) {
        scoreRows(forest, rows.subarray(row * COLUMNS, (row + 1) * COLUMNS));
      }
    })
  );
  return (median(rounds) / 20_000) * 1e6;
}

function storage(): { serialisedBytes: number; loadMillis: number } {
  const forest = fitIsolationForest(labelledRows(10_000, 5).rows, COLUMNS, { seed: 1 });
  const bytes = serialiseModel({
    signals: [],
    metrics: [],
    timeZone: 'UTC',
    spanMs: 300_000,
    seed: 1,
    forest,
    metricForests: [],
    entities: new Map(),
  });
  const loads = Array.from({ length: 21 }, () => secondsOf(() => deserialiseModel(bytes)) * 1_000);
  return { serialisedBytes: bytes.length, loadMillis: median(loads) };
}

const inWords = (seconds: number | null): string =>
  seconds === null
    ? '–'
    : seconds < 1e-3
      ? `${(seconds * 1e6).toFixed(2)} µs`
      : `${(seconds * 1e3).toFixed(1)} ms`;

const times = (theirs: number | null, ours: number | null): string =>
  theirs === null || ours === null ? '' : ` (${(theirs / ours).toFixed(1)} times)`;

function print(count: number, { fit, scorePerRow, auc }: Timings): void {
  console.log(
    `${count} rows: fit ${inWords(fit.ours)}, scikit-learn ${inWords(fit.sklearn)}${times(fit.sklearn, fit.ours)}, reference ${inWords(fit.reference)}\n` +
      `  a row ${inWords(scorePerRow.ours)} range-aware${times(scorePerRow.sklearn, scorePerRow.ours)}, ${inWords(scorePerRow.oursPlain)} plain${times(scorePerRow.sklearn, scorePerRow.oursPlain)}, ` +
      `scikit-learn ${inWords(scorePerRow.sklearn)}, reference ${inWords(scorePerRow.reference)}\n` +
      `  AUC ${Object.entries(auc)
        .map(([name, value]) => `${name} ${value?.toFixed(4) ?? '–'}`)
        .join(', ')}`
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '10000,100000,1000000' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-bench-'));
  const script = path.resolve('bench/speed/scikit_learn.py');
  const learn = new ScikitLearn(process.env.BENCH_PYTHON ?? 'python3', script);
  try {
    const rows: Record<string, Timings> = {};
    for (const count of values.rows.split(',').map(Number)) {
      rows[count] = await measure(count, learn, folder);
      print(count, rows[count]);
    }
    const report = { rows, singleRowMicros: singleRow(), ...storage() };
    console.log(
      `a single row ${report.singleRowMicros.toFixed(1)} µs; ${report.serialisedBytes} bytes, loaded in ${report.loadMillis.toFixed(1)} ms`
    );
    if (values.json !== undefined) {
      fs.writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
    }
  } finally {
    learn.end();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
