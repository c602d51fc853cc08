import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

describe('the program of the host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'host-program-'));
  const started: ChildProcess[] = [];

  beforeAll(() => {
    execFileSync(process.execPath, [
      join(root, 'scripts/build_host.mjs'),
      '--out',
      join(folder, 'host'),
    ]);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => {
    started.filter(({ exitCode }) => exitCode === null).forEach((child) => child.kill('SIGKILL'));
    rmSync(folder, { recursive: true });
  });

  /** Runs it on the Elasticsearch of the tests; resolves with what it wrote up to its address or its end. */
  async function run(port: number) {
    const { TEST_ELASTICSEARCH_URL } = process.env;
    if (!TEST_ELASTICSEARCH_URL) throw new Error('TEST_ELASTICSEARCH_URL is not set');
    const child = spawn(
      process.execPath,
      [
        join(folder, 'host/main.js'),
        '--port',
        String(port),
        '--data',
        folder,
        '--no-open',
        '--no-samples',
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ELASTICSEARCH_URL: TEST_ELASTICSEARCH_URL },
      }
    );
    started.push(child);
    const ended = once(child, 'close');
    let output = '';
    const readable = new Promise<void>((done) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          if (output.includes('Ctrl-C')) done();
        });
      }
    });
    await Promise.race([readable, ended]);
    return { child, ended, output };
  }

  it('serves page and API until it is told to end, and says so when its port is taken', async () => {
    const { child, ended, output } = await run(0);
    const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output.replace(/^Using.*$/m, ''));
    if (!url) throw new Error(`no address in: ${output}`);

    const page = await fetch(url[0]);
    expect(await page.text()).toContain('shell.js');
    expect((await fetch(`${url[0]}/host_assets/shell.js`)).status).toBe(200);
    const detectors = await fetch(`${url[0]}/api/anomaly_detector/detectors`);
    expect(await detectors.json()).toHaveProperty('detectors');

    const second = await run(Number(url[1]));
    expect(second.child.exitCode).toBe(1);
    expect(second.output).toContain(`Port ${url[1]} of 127.0.0.1 is taken`);

    child.kill('SIGTERM');
    await ended;
    expect(child.exitCode).toBe(0);
  });
});
