import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { IsolationForest as ReferenceForest } from 'ml-isolation-forest';

import { signalNames } from '../../common/signal';
import { deserialiseModel, serialiseModel, trainModel } from '../../server/detection';
import { scoreRows } from '../../server/detection/forest_scores';
import { fitIsolationForest, type IsolationForest } from '../../server/detection/isolation_forest';
import { type EntityModel } from '../../server/detection/model';
import { quantile } from '../../server/detection/quantile';
import { generateTraffic, TIME_ZONE } from '../detection/traffic';
import { areaUnderCurve, COLUMNS, labelledRows, type LabelledRows } from './cloud';
import { ScikitLearn } from './scikit_learn';

const USAGE = `Times the forest against scikit-learn on one thread and ml-isolation-forest, taking turns in one run.

  npm run bench:speed -- [--rows 10000,100000,1000000] [--json FILE]
`;

const roundsOf = (rows: number): number => (rows > 200_000 ? 3 : 7);

/**
 * ml-isolation-forest keeps every row in every tree: 100,000 take a minute or so and are measured once, a million take a
 * quarter of an hour and 3 GB and are left out.
 */
const referenceRoundsOf = (rows: number): number => (rows > 100_000 ? 0 : rows > 10_000 ? 1 : 3);

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
  const fit = { ours: [] as number[], sklearn: [] as number[], reference: [] as number[] };
  const score = { ...structuredClone(fit), oursPlain: [] as number[] };
  let forest: IsolationForest = fitIsolationForest(data.rows, COLUMNS, { seed: 1 });
  let aware = new Float64Array();
  let plain = new Float64Array();
  let referenceAuc: number | null = null;
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
    if (round >= referenceRoundsOf(count)) continue;
    const reference = measureReference(data);
    fit.reference.push(reference.fit);
    score.reference.push(reference.score);
    referenceAuc = reference.auc;
  }
  const written = fs.readFileSync(`${file}.scores`);
  const theirs = new Float32Array(
    written.buffer.slice(written.byteOffset, written.byteOffset + written.length)
  );
  const measured = fit.reference.length > 0;
  return {
    fit: {
      ours: median(fit.ours),
      sklearn: median(fit.sklearn),
      reference: measured ? median(fit.reference) : null,
    },
    scorePerRow: {
      ours: median(score.ours) / count,
      oursPlain: median(score.oursPlain) / count,
      sklearn: median(score.sklearn) / count,
      reference: measured ? median(score.reference) / count : null,
    },
    auc: {
      ours: areaUnderCurve(aware, data.isAnomalous),
      oursPlain: areaUnderCurve(plain, data.isAnomalous),
      sklearn: areaUnderCurve(theirs, data.isAnomalous),
      reference: referenceAuc,
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
  const score = secondsOf(() => {
    scores = forest.predict(listed);
  });
  return { fit, score, auc: areaUnderCurve(scores, isAnomalous) };
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

/** MB of the baselines of so many entities: those of a seed of the detection benchmark, repeated under other names. */
async function baselineMegabytes(entityCounts: readonly number[]): Promise<number[]> {
  const { table } = generateTraffic(1, 4);
  const model = await trainModel(table, { signals: signalNames, timeZone: TIME_ZONE, seed: 1 });
  const learned = [...model.entities.values()];
  const bytesOf = (count: number): number => {
    const copies = Array.from({ length: count }, (_, index): [string, EntityModel] => {
      const entity = `service-${index} | POST | /v1/customers/{id}/orders`;
      return [entity, { ...learned[index % learned.length], entity, values: entity.split(' | ') }];
    });
    return serialiseModel({ ...model, entities: new Map(copies) }).length;
  };
  return entityCounts.map((count) => (bytesOf(count) - bytesOf(0)) / 1e6);
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
    const [thousand, tenThousand] = await baselineMegabytes([1_000, 10_000]);
    console.log(
      `baselines of 1,000 entities ${thousand.toFixed(1)} MB, of 10,000 ${tenThousand.toFixed(1)} MB`
    );
    if (Object.keys(rows).some((count) => referenceRoundsOf(Number(count)) === 0)) {
      console.log(
        'ml-isolation-forest (reference) is left out beyond 100,000 rows: it keeps every row in every tree.'
      );
    }
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
