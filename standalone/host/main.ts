/** The program that `npm start` runs: the product without Kibana, until Ctrl-C. */
import fs from 'node:fs';
import path from 'node:path';

import type { SampleView } from '../first_start/samples';
import { createConsoleLogger } from './console_logger';
import { readCommandLine } from './host_options';
import { openBrowser } from './open_browser';
import { runHost, type RunningHost } from './run_host';

async function main(): Promise<void> {
  const began = Date.now();
  const options = readCommandLine(process.argv);
  const report = (line: string) => void process.stdout.write(`${line}\n`);
  const publicDir = path.join(__dirname, 'public');

  const starting = runHost({
    port: options.port,
    esPort: options.esPort,
    dataDir: path.resolve(options.data),
    publicDir: fs.existsSync(publicDir) ? publicDir : undefined,
    samples: options.samples
      ? { apacheLog: apacheLog(process.env), progress: process.stdout }
      : undefined,
    environment: process.env,
    logger: createConsoleLogger('host', options.verbose),
    report,
  });
  stopOnSignals(starting, report);
  const host = await starting;
  const links = host.views.map((view) => ({ name: view.name, url: linkTo(host.url, view) }));
  report(`Up after ${((Date.now() - began) / 1_000).toFixed(0)} s.`);
  links.slice(1).forEach(({ name, url }) => report(`${name}: ${url}`));
  const best = links[0]?.url ?? host.url;
  report(`Anomaly Detector: ${best} (Elasticsearch: ${host.elasticsearch.url}; end with Ctrl-C)`);
  if (options.open) openBrowser(best);
}

/** The real access log, which is no part of the project, where it lies beside it. */
const apacheLog = ({ ANOMALY_DETECTOR_SHARED }: NodeJS.ProcessEnv): string =>
  path.join(
    path.resolve(ANOMALY_DETECTOR_SHARED ?? path.join(__dirname, '../../../shared')),
    'data/apache_combined.log'
  );

/** The address of the page with a detector and a time range. */
function linkTo(url: string, { detectorId, from, to }: SampleView): string {
  const query = new URLSearchParams({ detector: detectorId, from, to });
  return `${url}/app/anomalyDetector?${query.toString()}`;
}

/**
 * The first signal ends everything in order; a second one, or one while it still starts, at once: the Elasticsearch
 * that was started ends with this process in any case.
 */
function stopOnSignals(starting: Promise<RunningHost>, report: (line: string) => void): void {
  let running: RunningHost | undefined;
  let stopping = false;
  starting.then(
    (host) => {
      running = host;
    },
    () => undefined
  );
  const stop = async () => {
    if (stopping || !running) process.exit(1);
    stopping = true;
    report('Stopping.');
    try {
      await running.stop();
      process.exit(0);
    } catch (error) {
      fail(error);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
