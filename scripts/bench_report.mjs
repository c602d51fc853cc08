// Writes what the benchmarks measured into the documentation: the figures and charts of docs/detection.md, and the whole of
// docs/anomaly_detection_results.md. What is given replaces the figures that are kept in bench/results:
//
//   npm run bench:report -- [--detection FILE] [--nab FILE] [--speed FILE]
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import prettier from 'prettier';

import { curveChart, kindsChart, nabChart } from './benchmark_charts.mjs';
import {
  kindsTable,
  lookAlikes,
  lowVolumeSentence,
  methodsTable,
  nabAlarmSentence,
  nabFoldersTable,
  nabMethodsTable,
  seedsSentence,
  sensitivityTable,
  speedSentence,
  speedTable,
} from './benchmark_tables.mjs';
import { resultsPage } from './results_page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { detection: { type: 'string' }, speed: { type: 'string' }, nab: { type: 'string' } },
});
const page = path.join(root, 'docs/detection.md');

/** What a benchmark measured last; a new file is kept. */
async function figuresOf(name) {
  const kept = path.join(root, `bench/results/${name}.json`);
  if (values[name] !== undefined) {
    const figures = JSON.parse(fs.readFileSync(values[name], 'utf8'));
    if (figures.measured === undefined) {
      throw new Error(`${values[name]} does not say when it was measured: make it with --json.`);
    }
    await write(kept, JSON.stringify(figures));
  }
  return JSON.parse(fs.readFileSync(kept, 'utf8'));
}

async function write(file, text) {
  const options = await prettier.resolveConfig(file);
  fs.writeFileSync(file, await prettier.format(text, { ...options, filepath: file }));
}

/** Replaces what stands between a pair of comments in the page. */
function put(name, text) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const before = fs.readFileSync(page, 'utf8');
  const from = before.indexOf(begin) + begin.length;
  const to = before.indexOf(end);
  if (to < 0) throw new Error(`docs/detection.md has no place for "${name}".`);
  fs.writeFileSync(page, `${before.slice(0, from)}\n\n${text}\n\n${before.slice(to)}`);
}

const [detection, nab, speed] = [
  await figuresOf('detection'),
  await figuresOf('nab'),
  await figuresOf('speed'),
];
put(
  'detection figures',
  [
    seedsSentence(detection),
    methodsTable(detection),
    `Look-alikes: ${lookAlikes(detection)}.`,
    kindsTable(detection),
    sensitivityTable(detection),
    lowVolumeSentence(detection),
  ].join('\n\n')
);
put(
  'nab figures',
  [
    nabMethodsTable(nab.nab),
    'The product by folder:',
    nabFoldersTable(nab.nab),
    nabAlarmSentence(nab.nab),
  ].join('\n\n')
);
put('speed figures', [speedTable(speed), speedSentence(speed)].join('\n\n'));
await write(page, fs.readFileSync(page, 'utf8'));
await write(
  path.join(root, 'docs/anomaly_detection_results.md'),
  resultsPage({ detection, nab, speed })
);
const images = path.join(root, 'docs/images');
fs.mkdirSync(images, { recursive: true });
fs.writeFileSync(path.join(images, 'detection_curve.svg'), curveChart(detection.curves));
fs.writeFileSync(path.join(images, 'detection_kinds.svg'), kindsChart(detection.ours.kinds));
fs.writeFileSync(path.join(images, 'nab_scores.svg'), nabChart(nab.nab));
