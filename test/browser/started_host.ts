import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(__dirname, '../..');

export interface StartedHost {
  url: string;
  elasticsearch: string;
  stop: () => Promise<void>;
}

/** Enough for four services to have incidents that are found, and few enough to be loaded in seconds. */
const TRAFFIC = ['--seed', '7', '--weeks', '2', '--rate', '0.5'];

/**
 * Builds the host for the browser libraries that BROWSER_LIBRARIES names (see scripts/build_host.mjs), starts it with an
 * Elasticsearch of its own, and loads two weeks of traffic; there is no detector.
 */
export async function startHostForTests(): Promise<StartedHost> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-browser-'));
  // Where Elasticsearch runs as another user, that user must get through.
  fs.chmodSync(folder, 0o755);
  const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const program = path.join(folder, 'host');
  let child: ReturnType<typeof spawn> | undefined;
  try {
    await run(process.execPath, [
      path.join(root, 'scripts/build_host.mjs'),
      ...['--out', program, '--development'],
      ...['--libraries', process.env.BROWSER_LIBRARIES ?? 'kibana'],
    ]);
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const host = spawn(
      process.execPath,
      [
        path.join(program, 'main.js'),
        ...['--port', '0', '--data', path.join(folder, 'data'), '--no-open', '--no-samples'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] }
    );
    child = host;
    const ended = once(host, 'exit');
    const stop = async () => {
      host.kill('SIGTERM');
      await ended;
      remove();
    };
    let output = '';
    const addresses = new Promise<RegExpExecArray>((resolve) => {
      for (const stream of [host.stdout, host.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          const found = /Anomaly Detector: (http\S+) \(Elasticsearch: (http[^;]+);/.exec(output);
          if (found) resolve(found);
        });
      }
    });
    const found = await Promise.race([addresses, ended]);
    if (!(found instanceof Array) || host.exitCode !== null) {
      throw new Error(`The host for the browser tests did not start:\n${output}`);
    }
    const [, url, elasticsearch] = found as RegExpExecArray;
    await run(process.execPath, [
      path.join(root, 'bin/anomaly-detector.js'),
      ...['generate', '--index', 'api-logs-generated', '--es', elasticsearch, ...TRAFFIC],
    ]);
    return { url, elasticsearch, stop };
  } catch (error) {
    child?.kill('SIGTERM');
    remove();
    throw error;
  }
}
