import { Client } from '@elastic/elasticsearch';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { logLine } from '../unit/command_line/log_line';

const url = process.env.TEST_ELASTICSEARCH_URL ?? '';
const root = path.resolve(__dirname, '../..');
const program = path.join(root, 'bin/anomaly-detector.js');
const VALID = 60_000;
const INVALID = 60;

/** Every tenth line stands there twice, and every thousandth is cut off. */
function* lines(): Generator<string> {
  for (let number = 0; number < VALID; number++) {
    const same = number % 10 === 9 ? number - 1 : number;
    const line = logLine({ bytes: String(same) });
    yield line;
    if (number % 1_000 === 0) yield line.slice(0, 60);
  }
}

describe('a collection that is killed', () => {
  const client = new Client({ node: url });
  let folder: string;

  beforeAll(() => {
    execFileSync(process.execPath, [path.join(root, 'scripts/build_command_line.mjs')]);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-killed-'));
  });

  afterAll(async () => {
    fs.rmSync(folder, { recursive: true });
    await client.close();
  });

  const countOf = async (index: string): Promise<number> => {
    if (!(await client.indices.exists({ index }))) return 0;
    await client.indices.refresh({ index });
    return (await client.count({ index })).count;
  };

  const start = (args: string[]) =>
    spawn(process.execPath, [program, 'collect', ...args, '--es', url, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  /** Kills it when some of its documents are there, and the checkpoint where there is to be one, then lets it run to its end. */
  const killOnce = async (index: string, args: string[], checkpoint?: string) => {
    const killed = start(args);
    const hasBegun = async () =>
      (await countOf(index)) > 0 && (checkpoint === undefined || fs.existsSync(checkpoint));
    while (killed.exitCode === null && !(await hasBegun())) await delay(20);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    const before = await countOf(index);
    const second = start(args);
    let stdout = '';
    second.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    await once(second, 'close');
    return { before, summary: JSON.parse(stdout) as Record<string, number> };
  };

  it('has written every valid line once when it is repeated', async () => {
    const index = `api-logs-killed-${process.pid}`;
    const file = path.join(folder, 'access.log');
    fs.writeFileSync(file, `${[...lines()].join('\n')}\n`);
    try {
      const args = ['--file', file, '--service', 'shop', '--index', index];
      const { before, summary } = await killOnce(index, args);
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(VALID);
      expect(summary).toMatchObject({ lines: VALID + INVALID, rejected: INVALID, refused: 0 });
      // What was on its way when it was killed arrived.
      expect(summary.alreadyThere).toBeGreaterThanOrEqual(before);
      expect(summary.created + summary.alreadyThere).toBe(VALID);
      expect(await countOf(index)).toBe(VALID);
    } finally {
      await client.indices.delete({ index, ignore_unavailable: true });
    }
  });

  it('from another Elasticsearch has every document once, and goes on near where it was', async () => {
    const [source, index] = ['from', 'to'].map((name) => `api-logs-${name}-${process.pid}`);
    const documents = Array.from({ length: VALID }, (_, number) => ({
      '@timestamp': new Date(Date.UTC(2026, 2, 18) + number * 1_000).toISOString(),
      service: { name: 'shop' },
    }));
    await client.helpers.bulk({
      datasource: documents,
      onDocument: () => ({ index: { _index: source } }),
      refreshOnCompletion: source,
    });
    try {
      const checkpoint = path.join(folder, 'checkpoint.json');
      const from = ['--from', url, '--from-index', source, '--index', index];
      const args = [...from, '--checkpoint', checkpoint];
      const { before, summary } = await killOnce(index, args, checkpoint);
      expect(before).toBeLessThan(VALID);
      expect(summary.created).toBeGreaterThan(0);
      expect(summary.read).toBeLessThan(VALID);
      expect(await countOf(index)).toBe(VALID);
    } finally {
      await client.indices.delete({ index: [source, index], ignore_unavailable: true });
    }
  });
});
