import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Client } from '@elastic/elasticsearch';

import { runCommandLine } from '../../standalone/command_line/program';
import { logLine } from '../unit/command_line/log_line';
import { elasticsearchUrl } from './host/test_host';

/** A command that goes on until Ctrl-C. */
class Running {
  readonly written = { stdout: '', stderr: '' };
  private interrupt = () => undefined as void;
  private readonly ended: Promise<number>;

  constructor(args: string[]) {
    this.ended = runCommandLine([...args, '--es', elasticsearchUrl], {
      environment: {},
      stdout: { write: (text) => (this.written.stdout += text) },
      stderr: { write: (text) => (this.written.stderr += text) },
      now: () => new Date(),
      onInterrupt: (listener) => {
        this.interrupt = listener;
        return () => undefined;
      },
    });
  }

  /** Presses Ctrl-C. @returns the exit code */
  end(): Promise<number> {
    this.interrupt();
    return this.ended;
  }
}

describe('commands that go on as time does', () => {
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-logs-following-${process.pid}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-follow-'));
  const file = path.join(folder, 'access.log');

  afterEach(() => client.indices.delete({ index, ignore_unavailable: true }));
  afterAll(async () => {
    fs.rmSync(folder, { recursive: true });
    await client.close();
  });

  const count = async (): Promise<number> => {
    await client.indices.refresh({ index, ignore_unavailable: true });
    return (await client.count({ index, ignore_unavailable: true })).count;
  };
  const untilThereAre = async (logs: number): Promise<void> => {
    for (let tries = 300; (await count()) < logs; tries--) {
      if (tries === 0) throw new Error(`There are ${await count()} logs, and not ${logs}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const line = (second: number) =>
    `${logLine({ time: `18/Mar/2026:10:00:${String(second).padStart(2, '0')} +0000` })}\n`;

  it('collect --follow writes what is appended, and what a new file holds after a rotation', async () => {
    fs.writeFileSync(file, line(0) + line(1));
    const following = new Running([
      ...['collect', '--file', file, '--follow', '--service', 'shop', '--index', index],
    ]);
    await untilThereAre(2);
    fs.appendFileSync(file, line(2));
    await untilThereAre(3);
    fs.appendFileSync(file, line(3).slice(0, 20));
    fs.appendFileSync(file, line(3).slice(20));
    await untilThereAre(4);
    fs.renameSync(file, `${file}.1`);
    fs.writeFileSync(file, `${line(4)}no log line\n`);
    await untilThereAre(5);
    expect(await following.end()).toBe(0);
    expect(following.written.stdout).toMatch(/new +5\n/);
    expect(following.written.stdout).toMatch(/lines rejected +1\n/);
    expect(await count()).toBe(5);
  });

  it('generate --live writes traffic of the present with what is injected, until it is ended', async () => {
    const labels = path.join(folder, 'labels.json');
    const begun = Date.now();
    const live = new Running([
      ...['generate', '--index', index, '--days', '0', '--incidents', 'none', '--live'],
      ...['--rate', '400', '--inject', 'server_errors@search:5m', '--labels', labels],
    ]);
    await untilThereAre(50);
    expect(await live.end()).toBe(0);
    const { aggregations } = await client.search<
      unknown,
      { first: { value: number }; last: { value: number } }
    >({
      index,
      size: 0,
      aggs: {
        first: { min: { field: '@timestamp' } },
        last: { max: { field: '@timestamp' } },
      },
    });
    expect(aggregations?.first.value).toBeGreaterThan(begun - 5_000);
    expect(aggregations?.last.value).toBeLessThanOrEqual(Date.now());
    expect(JSON.parse(fs.readFileSync(labels, 'utf8'))).toMatchObject([
      { kind: 'server_errors', service: 'search' },
    ]);
  });
});
