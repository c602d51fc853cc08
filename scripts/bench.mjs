// Bundles a benchmark of bench/ and runs it: `node scripts/bench.mjs detection --seeds 101-110`.
//
// What the baselines need is fetched once into the cache (ANOMALY_DETECTOR_CACHE, else ~/.cache/anomaly-detector):
// scikit-learn, and what NAB's own scorer needs, by pip into virtual environments, random cut forest by Maven.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildTrainingWorker, bundle as buildBundle } from './server_bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = path.join(
  process.env.ANOMALY_DETECTOR_CACHE ?? path.join(os.homedir(), '.cache/anomaly-detector'),
  'bench'
);
const FOREST_VERSION = '3.8.0';

const run = (command, args, options = {}) =>
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });

/** A Python with some packages, in a virtual environment of its own. */
function preparePython(name, packages) {
  const folder = path.join(cache, name);
  const python = path.join(folder, 'bin/python');
  const ready = path.join(folder, 'ready');
  if (!fs.existsSync(ready)) {
    fs.mkdirSync(cache, { recursive: true });
    run('python3', ['-m', 'venv', folder]);
    run(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
    fs.writeFileSync(ready, '');
  }
  return python;
}

/** The class path of the random cut forest and of the program that runs it. */
function prepareJava() {
  const folder = path.join(cache, `random-cut-forest-${FOREST_VERSION}`);
  const libraries = path.join(folder, 'lib');
  const classPath = [path.join(folder, 'classes'), path.join(libraries, '*')].join(path.delimiter);
  if (!fs.existsSync(libraries)) {
    fs.mkdirSync(folder, { recursive: true });
    const dependencies = ['core', 'parkservices'].map(
      (name) =>
        `<dependency><groupId>software.amazon.randomcutforest</groupId><artifactId>randomcutforest-${name}</artifactId><version>${FOREST_VERSION}</version></dependency>`
    );
    fs.writeFileSync(
      path.join(folder, 'pom.xml'),
      '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
        '<groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>' +
        `<dependencies>${dependencies.join('')}</dependencies></project>\n`
    );
    run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], {
      cwd: folder,
    });
  }
  run('javac', [
    '-cp',
    path.join(libraries, '*'),
    '-d',
    path.join(folder, 'classes'),
    path.join(root, 'bench/detection/methods/RandomCutForestScores.java'),
  ]);
  return classPath;
}

const [name, ...args] = process.argv.slice(2);
const entry = `bench/${name}/main.ts`;
if (name === undefined || !fs.existsSync(path.join(root, entry))) {
  console.error(
    `There is no benchmark "${name}"; choose buckets, collect, detection, differences, documents, nab or speed.`
  );
  process.exit(1);
}
const only = args[args.indexOf('--only') + 1];
const needs = (method) => !args.includes('--only') || only.split(',').includes(method);
const environment = { ...process.env };
const detects = name === 'detection' || name === 'nab';
if (name === 'speed' || (detects && needs('isolation_forest')))
  environment.BENCH_PYTHON = preparePython('python', ['scikit-learn>=1.5,<2', 'numpy']);
if (detects && needs('random_cut_forest')) environment.BENCH_CLASS_PATH = prepareJava();
if (detects && args.includes('--nab-home'))
  environment.BENCH_NAB_PYTHON = preparePython('nab-python', ['pandas>=2,<3', 'simplejson']);

const bundle = path.join(root, `target/bench/${name}.cjs`);
const options = {
  target: 'node20',
  packages: 'external',
  // Kibana's own packages are not on npm.
  alias: { '@kbn/es-query': path.join(root, 'standalone/kibana_packages/es_query.ts') },
  sourcemap: true,
};
await buildBundle(entry, bundle, options);
if (name === 'buckets') await buildTrainingWorker(path.dirname(bundle), options);
try {
  execFileSync(process.execPath, ['--enable-source-maps', bundle, ...args], {
    stdio: 'inherit',
    cwd: root,
    env: environment,
  });
  stamp(args[args.indexOf('--json') + 1]);
} catch (error) {
  process.exitCode = error.status ?? 1;
}

/** Says in what a benchmark wrote when it was measured, and of which code where git knows. */
function stamp(file) {
  if (!args.includes('--json') || !fs.existsSync(file)) return;
  const figures = JSON.parse(fs.readFileSync(file, 'utf8'));
  const measured = { at: new Date().toISOString(), ...commitOf() };
  fs.writeFileSync(file, `${JSON.stringify({ measured, ...figures }, null, 2)}\n`);
}

function commitOf() {
  try {
    const [commit, changes] = [
      ['rev-parse', '--short', 'HEAD'],
      ['status', '--porcelain'],
    ].map((words) =>
      execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
    );
    return { commit: changes === '' ? commit : `${commit} with changes` };
  } catch {
    // Not every copy of the project is a repository.
    return {};
  }
}
