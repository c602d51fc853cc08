import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { sensitivities, type Sensitivity } from '../../common/detector';
import { ALARM_MIN_SCORE } from '../../common/severity';
import { runNab } from '../nab/benchmark';
import { judge, thresholdFor, type Result, type Scored } from './judgement';
import { externalScores, type ExternalMethod } from './methods/external';
import { alarmScoreAt, productScores } from './methods/product';
import { seasonalScores } from './methods/seasonal_z';
import { generateLowVolume, generateTraffic, type LabelledTraffic } from './traffic';

const USAGE = `Measures how many incidents are found, and at how many false alarms.

  npm run bench:detection -- --seeds 101-110 [--development 1-4] [--json FILE] [--only product,seasonal_z,…] [--nab DIR] [--nab-home DIR]

Baselines get the threshold that gives them the product's false alarms on the development seeds; the product's is fixed.
Beside it stands what each would find with the threshold that gives it the product's false alarms on the reported seeds themselves,
which nobody knows beforehand.
With --json or --nab, the Numenta Anomaly Benchmark is run too; DIR holds its "data" and "labels" (else NAB_DATA is taken).
`;

/** Numbers of a list such as "1-3,7". */
function seedsIn(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (match === null) {
      throw new Error(`"${list}" is no list of seeds; write for example "101-110" or "1,2,5".`);
    }
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  });
}

type Method = (traffic: LabelledTraffic) => Promise<Scored> | Scored;

function methodsOf(environment: { python: string; classPath: string }): Record<string, Method> {
  const python = path.resolve('bench/detection/methods/isolation_forest.py');
  const java = path.resolve('bench/detection/methods/RandomCutForestScores.java');
  const external: Record<string, ExternalMethod> = {
    isolation_forest: { command: environment.python, args: [python], source: python },
    random_cut_forest: {
      command: 'java',
      args: ['-Xmx1g', '-cp', environment.classPath, 'RandomCutForestScores'],
      source: java,
    },
  };
  const methods: Record<string, Method> = { product: productScores, seasonal_z: seasonalScores };
  for (const [name, method] of Object.entries(external)) {
    methods[name] = (traffic) => externalScores(method, { name, traffic });
  }
  return methods;
}

const share = (value: number): string => value.toFixed(2);

function printResult(name: string, result: Result): void {
  const lookAlikes = Object.entries(result.lookAlikes).map(
    ([day, { perEntity, most }]) => `${day} ${share(perEntity)} per entity, at most ${most}`
  );
  console.log(
    `${name}: recall ${result.recall.toFixed(3)} at ${share(result.falseAlarmsPerEntityWeek)} false alarms per entity and week, ` +
      `delay ${result.medianDelayBuckets}, still alarms ${share(result.meanOverhangBuckets)} buckets after the end, precision ${share(result.precision)}; ${lookAlikes.join('; ')}`
  );
}

function printKinds(results: Record<string, Result>): void {
  const names = Object.keys(results);
  const [first] = Object.values(results);
  console.log(['kind'.padEnd(18), 'n', ...names].join('  '));
  for (const [kind, { n }] of Object.entries(first.kinds)) {
    const cells = Object.values(results).map((result) => {
      const { recall, low, high } = result.kinds[kind as keyof Result['kinds']];
      return `${share(recall)} (${share(low)}–${share(high)})`;
    });
    console.log([kind.padEnd(18), n, ...cells].join('  '));
  }
}

/** The recall at fewer and more false alarms, thresholds chosen on the development seeds. */
const RATES = [0.05, 0.1, 0.2, 0.4, 0.8];

/** What the product finds at each sensitivity, which shifts where the alarms begin. */
const bySensitivity = (all: readonly Scored[]): Record<Sensitivity, Measured> =>
  Object.fromEntries(
    sensitivities.map((sensitivity) => [
      sensitivity,
      measuredOf(judge(all, alarmScoreAt(sensitivity))),
    ])
  ) as Record<Sensitivity, Measured>;

type Measured = Pick<
  Result,
  'recall' | 'falseAlarmsPerEntityWeek' | 'precision' | 'medianDelayBuckets'
>;

const measuredOf = ({
  recall,
  falseAlarmsPerEntityWeek,
  precision,
  medianDelayBuckets,
}: Result): Measured => ({ recall, falseAlarmsPerEntityWeek, precision, medianDelayBuckets });

/** Endpoints of few requests, judged by themselves. */
async function judgeLowVolume(seeds: readonly number[]): Promise<Result> {
  const scored: Scored[] = [];
  for (const seed of seeds) scored.push(await productScores(generateLowVolume(seed)));
  const { kinds, ...result } = judge(scored, ALARM_MIN_SCORE);
  const told = Object.entries(kinds).filter(([, { n }]) => n > 0);
  return { ...result, kinds: Object.fromEntries(told) as Result['kinds'] };
}

function printRates(rates: Record<string, Measured>): void {
  for (const [name, { recall, falseAlarmsPerEntityWeek }] of Object.entries(rates)) {
    console.log(`${name.padEnd(18)} ${recall.toFixed(3)} at ${share(falseAlarmsPerEntityWeek)}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '101-110' },
      development: { type: 'string', default: '1-4' },
      json: { type: 'string' },
      only: { type: 'string' },
      nab: { type: 'string' },
      'nab-home': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const reported = seedsIn(values.seeds);
  const development = seedsIn(values.development);
  const both = reported.filter((seed) => development.includes(seed));
  if (both.length > 0) {
    throw new Error(
      `Thresholds are chosen on the development seeds, so none of them can be reported; seeds ${both.join(', ')} are in both.`
    );
  }
  const environment = {
    python: process.env.BENCH_PYTHON ?? 'python3',
    classPath: process.env.BENCH_CLASS_PATH ?? '',
  };
  const all = methodsOf(environment);
  const chosen = values.only?.split(',') ?? Object.keys(all);
  const scored = new Map<string, { development: Scored[]; reported: Scored[] }>(
    chosen.map((name) => [name, { development: [], reported: [] }])
  );
  for (const seed of [...development, ...reported]) {
    const traffic = generateTraffic(seed);
    for (const name of chosen) {
      const into = scored.get(name)?.[development.includes(seed) ? 'development' : 'reported'];
      into?.push(await all[name](traffic));
    }
    console.error(`seed ${seed} is scored`);
  }
  const ours = scored.get('product');
  if (ours === undefined)
    throw new Error('The product is what the baselines are compared with; name it in --only.');
  const own = judge(ours.development, ALARM_MIN_SCORE);
  console.log(`development seeds ${values.development}`);
  printResult('product', own);

  const reportedRate = judge(ours.reported, ALARM_MIN_SCORE).falseAlarmsPerEntityWeek;
  const results: Record<string, Result> = {};
  const equal: Record<string, Result> = {};
  const curves: Record<string, Array<{ recall: number; falseAlarmsPerEntityWeek: number }>> = {};
  console.log(`\nreported seeds ${values.seeds}`);
  for (const [name, of] of scored) {
    const threshold =
      name === 'product'
        ? ALARM_MIN_SCORE
        : thresholdFor(of.development, own.falseAlarmsPerEntityWeek);
    results[name] = judge(of.reported, threshold);
    equal[name] =
      name === 'product'
        ? results[name]
        : judge(of.reported, thresholdFor(of.reported, reportedRate));
    printResult(name, results[name]);
    curves[name] = RATES.map((rate) => {
      const at = judge(of.reported, thresholdFor(of.development, rate));
      return { recall: at.recall, falseAlarmsPerEntityWeek: at.falseAlarmsPerEntityWeek };
    });
  }
  console.log('\nrecall at false alarms per entity and week, thresholds of the development seeds');
  for (const [name, curve] of Object.entries(curves)) {
    const points = curve.map(
      (point) => `${point.recall.toFixed(3)} at ${share(point.falseAlarmsPerEntityWeek)}`
    );
    console.log(`${name.padEnd(18)} ${points.join('  ')}`);
  }
  console.log("\nrecall at the product's false alarms on the reported seeds");
  printRates(equal);
  const sensitivity = bySensitivity(ours.reported);
  console.log('\nsensitivity');
  printRates(sensitivity);
  const lowVolume = await judgeLowVolume(reported);
  console.log('\nendpoints of half a request to five requests in a bucket');
  printResult('product', lowVolume);
  printKinds({ product: lowVolume });
  console.log('\nkinds');
  printKinds(results);
  const nab =
    values.json === undefined && values.nab === undefined
      ? undefined
      : await runNab({
          folder: values.nab,
          home: values['nab-home'],
          only: values.only?.split(','),
          environment,
        });
  if (values.json !== undefined) {
    const { product, ...baselines } = Object.fromEntries(
      Object.entries(results).map(([name, result]) => [
        name,
        { ...result, recallAtEqualFalseAlarms: equal[name].recall },
      ])
    );
    const report = {
      seeds: reported,
      development,
      ours: { ...product, sensitivity, lowVolume },
      baselines,
      curves,
      nab,
    };
    fs.writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
