// What "npm start -- --kibana" does: a real Kibana with the plugin, until Ctrl-C.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { build } from './build.mjs';
import { findKibana } from './kibana_home.mjs';

const KIBANA_VERSION = '8.12.2';
const URL = 'http://127.0.0.1:5601/app/anomalyDetector';

/** Builds the zip, puts it into Kibana in place of what is there, and starts that Kibana with its Elasticsearch. */
export async function startKibana() {
  const kibana = findKibana();
  if (!kibana.found) {
    console.error(
      `A real Kibana cannot be started: ${kibana.reason}. Without --kibana the product runs without one.`
    );
    process.exit(1);
  }
  const stack = (command) =>
    spawnSync(process.execPath, [kibana.stackScript, command], {
      stdio: 'inherit',
      env: { ...process.env, KIBANA_HOME: kibana.kibanaHome, ES_HOME: kibana.esHome },
    }).status;

  let stopping = false;
  const stop = (exitCode) => {
    if (stopping) return;
    stopping = true;
    console.log('Stopping Kibana and Elasticsearch.');
    stack('down');
    process.exit(exitCode);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));

  console.log('Building the plugin and installing it into Kibana.');
  await installPlugin(kibana.kibanaHome);
  console.log('Starting Elasticsearch and Kibana, which takes a minute or two.');
  if (stack('up') !== 0) return stop(1);
  console.log(`Anomaly Detector: ${URL} (end with Ctrl-C)`);
  // Nothing is left to do but to wait for a signal.
  setInterval(() => undefined, 60_000);
}

/** Builds the plugin and installs it into a Kibana in place of what is there. */
export async function installPlugin(home) {
  const outDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-build-'));
  try {
    const zip = await build({
      kibanaVersion: KIBANA_VERSION,
      // Browsers keep bundles for a year under the plugin's version.
      pluginVersion: `0.1.0-${Date.now()}`,
      outDir,
    });
    const command = path.join(home, 'bin/kibana-plugin');
    if (fs.existsSync(path.join(home, 'plugins/anomalyDetector'))) {
      execFileSync(command, ['remove', 'anomalyDetector'], { stdio: 'ignore' });
    }
    execFileSync(command, ['install', `file://${zip}`], { stdio: 'inherit' });
  } finally {
    fs.rmSync(outDir, { recursive: true, force: true });
  }
}
