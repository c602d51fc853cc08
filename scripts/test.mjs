// npm test: everything that can be tested here, and one line at the end that counts it.
//
// Formatting, lint and types; unit, component, integration and browser tests; and, where a Kibana is there
// (KIBANA_HOME and ES_HOME, or the cache), the tests inside it. A check that cannot be run counts as failed;
// only a missing Kibana counts as skipped. `--only kibana` runs those alone, and then a missing Kibana is a failure.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { requireChromium } from './chromium.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { findKibana, sharedFolder } from './kibana_home.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => path.join(root, 'node_modules/.bin', name);
const total = { passed: 0, failed: 0, skipped: 0 };

const headline = (text) => console.log(`\n== ${text}`);

/** A check that only passes or fails. */
function check(name, command, args) {
  headline(name);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  total[status === 0 ? 'passed' : 'failed']++;
}

/** Runs projects of jest and adds up their tests; a suite that could not even be loaded counts as a failure. */
function jest(name, projects, { args = [], env = {} } = {}) {
  headline(name);
  const report = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-test-')),
    'report.json'
  );
  const { status } = spawnSync(
    bin('jest'),
    ['--selectProjects', ...projects, '--json', '--outputFile', report, ...args],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ANOMALY_DETECTOR_SHARED: sharedFolder, ...env },
    }
  );
  try {
    const result = JSON.parse(fs.readFileSync(report, 'utf8'));
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    total.skipped += result.numPendingTests + result.numTodoTests;
    if (status !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0)
      total.failed++;
  } catch {
    console.error(`${name}: jest ended with status ${status} and without a report`);
    total.failed++;
  } finally {
    fs.rmSync(path.dirname(report), { recursive: true, force: true });
  }
}

function testWithoutKibana() {
  check('Formatting', bin('prettier'), ['--check', '.']);
  check('Lint', bin('eslint'), ['.']);
  check('Types', bin('tsc'), ['--noEmit']);
  jest('Unit and component tests', ['unit', 'public']);
  jest('Integration tests on a real Elasticsearch', ['integration'], { args: ['--runInBand'] });
  const CHROMIUM = requireChromium();
  for (const [libraries, name] of [
    ['kibana', 'Browser tests'],
    ['newer', 'Browser tests with the React, EUI and charts of newer Kibanas'],
  ]) {
    jest(name, ['browser'], {
      args: ['--runInBand'],
      env: { CHROMIUM, BROWSER_LIBRARIES: libraries },
    });
  }
}

function testInKibana(required) {
  const kibana = findKibana();
  if (!kibana.found) {
    headline('Tests in a real Kibana');
    console.log(`Not run: ${kibana.reason}`);
    total[required ? 'failed' : 'skipped']++;
    return;
  }
  jest('Tests in a real Kibana', ['kibana'], {
    args: ['--runInBand'],
    env: {
      KIBANA_HOME: kibana.kibanaHome,
      ES_HOME: kibana.esHome,
      STACK_SCRIPT: kibana.stackScript,
      CHROMIUM: requireChromium(),
    },
  });
}

ensureDependencies();
const { values } = parseArgs({ options: { only: { type: 'string' } } });
try {
  if (values.only !== 'kibana') testWithoutKibana();
  testInKibana(values.only === 'kibana');
} catch (error) {
  console.error(error.message);
  total.failed++;
}

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
