import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';

import { Client } from '@elastic/elasticsearch';

import { runCommandLine } from '../../../standalone/command_line/program';
import type { Host } from '../../../standalone/host/create_host';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { startPluginHost } from './plugin_host';

const HOURS = 96;
const FAILING_HOUR = 90;
const MINUTE_MS = 60_000;
const from = Date.parse('2026-03-10T00:00:00Z');

/** Three requests a minute, of which one fails in one hour; a line that is none stands between them. */
const lines = Array.from({ length: HOURS * 60 * 3 }, (_, place) => {
  const minute = Math.floor(place / 3);
  const fails = Math.floor(minute / 60) === FAILING_HOUR && place % 3 === 0;
  return JSON.stringify({
    at: new Date(from + minute * MINUTE_MS + (place % 3) * 20_000).toISOString(),
    app: 'shop',
    result: fails ? 503 : 200,
    took: 12 + (place % 7),
  });
});
const log = [...lines, 'no JSON'].join('\n');

const MAP = ['@timestamp=at', 'http.response.status_code=result', 'event.duration=took:ms'];

describe('all steps in one command', () => {
  const playground = createPlayground();
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-logs-piped-${process.pid}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-all-'));
  let host: Host;

  beforeAll(async () => {
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    await host.stop();
    await client.indices.delete({ index, ignore_unavailable: true });
    await client.close();
    fs.rmSync(folder, { recursive: true });
    await playground.remove();
  });

  const all = async (...more: string[]) => {
    const written = { stdout: '', stderr: '' };
    const exitCode = await runCommandLine(
      [
        ...['all', '--file', '-', '--format', 'json', '--map', ...MAP, '--service', 'shop'],
        ...['--index', index, '--es', elasticsearchUrl, '--url', host.url, ...more],
      ],
      {
        environment: {},
        stdin: Readable.from([Buffer.from(log)]),
        stdout: { write: (text) => (written.stdout += text) },
        stderr: { write: (text) => (written.stderr += text) },
        now: () => new Date('2026-03-14T12:00:00Z'),
        onInterrupt: () => () => undefined,
      }
    );
    return { exitCode, ...written };
  };

  it('leads from a pipe with fields of its own to the hour that failed, and to the report', async () => {
    const report = path.join(folder, 'report');
    const { exitCode, stdout, stderr } = await all('--report', report);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(
      /^the standard input: 17,280 new and 0 known requests in .*, 1 lines rejected\./
    );
    expect(stdout).toMatch(/Worst first|The worst 10/);
    expect(stdout).toMatch(/2026-03-13T18:\d\d:00Z +critical +\d+ +shop: \d+ % of requests failed/);
    expect(fs.readdirSync(report)).toEqual(
      expect.arrayContaining([
        'report.html',
        'service_anomaly_detection.png',
        'service_monitor_anomalies.png',
      ])
    );
  });

  it('writes nothing twice when it is repeated, and gives JSON where that is wanted', async () => {
    const { exitCode, stdout } = await all('--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      collected: { created: 0, alreadyThere: 17_280, rejected: 1 },
      detector: { name: 'shop', created: false },
      run: { state: 'done' },
    });
  });

  it('says which certificates cannot be read', async () => {
    const missing = path.join(folder, 'none.pem');
    const { exitCode, stderr } = await all('--es-ca', missing);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`The certificates in "${missing}" cannot be read`);
  });
});
