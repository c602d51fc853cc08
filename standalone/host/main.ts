/** The program that `npm start` runs: the product without Kibana, until Ctrl-C. */
import fs from 'node:fs';
import path from 'node:path';

import { createConsoleLogger } from './console_logger';
import { readCommandLine } from './host_options';
import { openBrowser } from './open_browser';
import { runHost, type RunningHost } from './run_host';

async function main(): Promise<void> {
  const options = readCommandLine(process.argv);
  const report = (line: string) => void process.stdout.write(`${line}\n`);
  const publicDir = path.join(__dirname, 'public');

  const starting = runHost({
    port: options.port,
    esPort: options.esPort,
    dataDir: path.resolve(options.data),
    publicDir: fs.existsSync(publicDir) ? publicDir : undefined,
    environment: process.env,
    logger: createConsoleLogger('host', options.verbose),
    report,
  });
  stopOnSignals(starting, report);
  const host = await starting;
  report(
    `Anomaly Detector: ${host.url} (Elasticsearch: ${host.elasticsearch.url}; end with Ctrl-C)`
  );
  if (options.open) openBrowser(host.url);
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
