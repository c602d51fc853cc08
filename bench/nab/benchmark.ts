import fs from 'node:fs';
import path from 'node:path';

import { ALARM_MIN_SCORE } from '../../common/severity';
import { bestScore, scoreAt, type CorpusScore, type Scores } from './alarms';
import { probationRows, readCorpus, type NabFile } from './corpus';
import { laggedForestScores, randomCutForestScores } from './methods/external';
import { productScores } from './methods/product';
import { seasonalScores } from './methods/seasonal_z';
import { ownScore } from './own_scorer';

export interface NabOptions {
  /** Folder with NAB's `data` and `labels`; else `NAB_DATA`, else `../shared/data/nab` beside the project. */
  folder: string | undefined;
  /** Folder of NAB itself, to score with its own code too. */
  home: string | undefined;
  /** Methods to run, the product among them; all unless told. */
  only: readonly string[] | undefined;
  environment: { python: string; classPath: string };
}

/** How one method does on one folder of the corpus, or on all of it. */
export interface NabPart {
  windows: number;
  found: number;
  falseAlarms: number;
  /** What the alarms outside of windows cost. */
  falseAlarmCost: number;
  /** Not normalised: at most the number of windows. */
  score: number;
}

export interface NabResult {
  /** NAB's score in the standard profile, by the formula written here. */
  standard: number;
  /** The same by NAB's own code, where that was given. */
  ownScorer?: number;
  threshold: number;
  total: NabPart;
  categories: Record<string, NabPart>;
}

export interface NabReport {
  standard: number;
  /** The standard score of each other method. */
  baselines: Record<string, number>;
  details: Record<string, NabResult>;
  /** The product at the record score from which it alarms, chosen without NAB's labels. */
  atAlarmScore: { standard: number; found: number; falseAlarmsPerWeek: number };
}

type Method = (file: NabFile) => Promise<ArrayLike<number>> | ArrayLike<number>;

/** The folder to read from; undefined where there is none. */
export function nabFolder(given: string | undefined): string | undefined {
  const folder = given ?? process.env.NAB_DATA;
  const found = folder ?? path.resolve('../shared/data/nab');
  if (fs.existsSync(path.join(found, 'labels/combined_windows.json'))) return found;
  if (folder === undefined) return undefined;
  throw new Error(
    `${folder} does not hold labels/combined_windows.json; give the folder of the Numenta Anomaly Benchmark that holds "data" and "labels".`
  );
}

/** Runs every method on the corpus; undefined, with a word about it, where there is no corpus. */
export async function runNab({
  folder: given,
  home,
  only,
  environment,
}: NabOptions): Promise<NabReport | undefined> {
  const folder = nabFolder(given);
  if (folder === undefined) {
    console.log(
      'NAB is left out: no data was found. Give its folder with --nab DIR or in NAB_DATA.'
    );
    return undefined;
  }
  const corpus = readCorpus(folder);
  const methods: Record<string, Method> = {
    product: productScores,
    random_cut_forest: (file) => randomCutForestScores(file, environment.classPath),
    seasonal_z: seasonalScores,
    isolation_forest: (file) => laggedForestScores(file, environment.python),
  };
  const chosen = only ?? Object.keys(methods);
  const unknown = chosen.filter((name) => !(name in methods));
  if (unknown.length > 0 || !chosen.includes('product')) {
    throw new Error(
      `NAB cannot be run with "${chosen.join(',')}"; name product, and with it any of ${Object.keys(methods).slice(1).join(', ')}.`
    );
  }
  const details: Record<string, NabResult> = {};
  let atAlarmScore = { standard: NaN, found: 0, falseAlarmsPerWeek: NaN };
  for (const [name, method] of Object.entries(methods)) {
    if (!chosen.includes(name)) continue;
    const scores: Array<ArrayLike<number>> = [];
    for (const file of corpus) scores.push(await method(file));
    const best = bestScore(corpus, scores);
    details[name] = resultOf(corpus, best);
    if (home !== undefined) {
      const python = process.env.BENCH_NAB_PYTHON ?? 'python3';
      const nab = { folder: home, python, corpusFolder: folder };
      details[name].ownScorer = ownScore(corpus, scores, best, nab);
    }
    print(name, details[name]);
    if (name !== 'product') continue;
    atAlarmScore = atScore(corpus, scores);
    console.log(
      `  at the record score of an alarm, ${ALARM_MIN_SCORE}: ${atAlarmScore.standard.toFixed(1)}, ${atAlarmScore.found} windows found, ${atAlarmScore.falseAlarmsPerWeek.toFixed(2)} false alarms per series and week`
    );
  }
  const { product, ...others } = details;
  const baselines = Object.fromEntries(
    Object.entries(others).map(([name, { standard }]) => [name, standard])
  );
  return { standard: product.standard, baselines, details, atAlarmScore };
}

function partOf({ files }: CorpusScore, isPart: (number: number) => boolean): NabPart {
  const part = { windows: 0, found: 0, falseAlarms: 0, falseAlarmCost: 0, score: 0 };
  for (const [number, file] of files.entries()) {
    if (!isPart(number)) continue;
    part.windows += file.found + file.missed;
    part.found += file.found;
    part.falseAlarms += file.falseAlarms;
    part.falseAlarmCost += file.falseAlarmCost;
    part.score += file.score;
  }
  return part;
}

function resultOf(corpus: readonly NabFile[], best: CorpusScore): NabResult {
  const names = [...new Set(corpus.map(({ category }) => category))];
  return {
    standard: best.standard,
    threshold: best.threshold,
    total: partOf(best, () => true),
    categories: Object.fromEntries(
      names.map((name) => [name, partOf(best, (number) => corpus[number].category === name)])
    ),
  };
}

const WEEK_MS = 7 * 86_400_000;

function atScore(corpus: readonly NabFile[], scores: Scores): NabReport['atAlarmScore'] {
  const at = scoreAt(corpus, scores, ALARM_MIN_SCORE);
  const { found, falseAlarms } = partOf(at, () => true);
  const weeks = corpus.reduce((sum, { times }) => {
    const judged = times[Math.ceil(probationRows(times.length))];
    return sum + (times[times.length - 1] - judged) / WEEK_MS;
  }, 0);
  return { standard: at.standard, found, falseAlarmsPerWeek: falseAlarms / weeks };
}

function print(name: string, { standard, ownScorer, total, categories }: NabResult): void {
  const own = ownScorer === undefined ? '' : `, ${ownScorer.toFixed(2)} by NAB's own scorer`;
  console.log(
    `${name} on NAB: standard ${standard.toFixed(2)}${own}; ${total.found} of ${total.windows} windows found, ${total.falseAlarms} false alarms`
  );
  for (const [category, part] of Object.entries(categories)) {
    console.log(
      `  ${category.padEnd(22)} ${part.found} of ${part.windows} found, ${part.falseAlarms} false, score ${part.score.toFixed(2)}`
    );
  }
}
