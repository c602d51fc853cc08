import { Client } from '@elastic/elasticsearch';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { paths } from '../../../common/api';
import type { Host } from '../../../standalone/host/create_host';
import { argumentsOf, documentedCommands } from '../../builders/documented_commands';
import { logLine } from '../../unit/command_line/log_line';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { Api, startPluginHost } from '../server/plugin_host';

const root = path.resolve(__dirname, '../../..');

/** What cannot run here, and where it does. */
const ELSEWHERE: ReadonlyArray<[is: RegExp, why: string]> = [
  [/^npm (test|run test:)/, 'runs the tests, of which this is one'],
  [/^npm ci$/, 'is how the tests come to run at all'],
  [/^npm start/, 'test/integration/host/program.test.ts starts the same program'],
  [/^npm run build/, 'test/unit/scripts and test/kibana build the zip'],
  [/^npm run format$/, 'would change the files that are tested; `npm run lint` checks the same'],
  [/^bin\/kibana-plugin /, 'needs a Kibana: test/kibana installs and removes the plugin'],
  [/--from https:/, 'needs a secured cluster: test/kibana/collect_secured.test.ts has one'],
  [/--cloud-id/, 'needs Elastic Cloud; test/unit/command_line reads cloud ids'],
  [/--live/, 'goes on until Ctrl-C: test/integration/collect_follow.test.ts presses it'],
  [/train --from now-23m/, 'needs the traffic of a load test'],
  [
    /load-test/,
    'loads the machine for minutes: test/unit/load_test tries its service and its load by themselves',
  ],
];

/** What takes long is shortened, and nothing else. */
const SHORTENED: Readonly<Record<string, string[]>> = {
  '--weeks 3': ['--weeks', '1', '--rate', '0.05'],
  '--days 14': ['--days', '7', '--rate', '0.05'],
  '--for 1h': ['--for', '3s'],
  '--for 26m': ['--for', '3s'],
};

/** Addresses that a reader has are those of the tests here. */
const ES_ADDRESSES = ['http://127.0.0.1:9200', 'http://localhost:9200'];
const KIBANA_ADDRESSES = ['http://127.0.0.1:5680', 'http://localhost:5601'];

const reasonOf = (command: string): string | undefined =>
  ELSEWHERE.find(([is]) => is.test(command))?.[1];

const here = documentedCommands.filter(({ command }) => reasonOf(command) === undefined);
/** What takes away is tried last. */
const inOrder = [...here].sort(
  (a, b) => Number(a.command.includes('uninstall')) - Number(b.command.includes('uninstall'))
);

const HOURS = 30;

describe('the commands in the documentation', () => {
  const playground = createPlayground();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'documented-commands-'));
  const client = new Client({ node: elasticsearchUrl });
  const indices = ['shop', 'www', 'apache', 'generated'].map((name) => `api-logs-${name}`);
  let host: Host;

  /** A request a minute up to now. */
  const combinedLog = (): string => {
    const now = Date.now();
    return Array.from({ length: HOURS * 60 }, (_, minute) => {
      const [, day, month, year, time] =
        /(\d+) (\w+) (\d+) (\S+) GMT/.exec(
          new Date(now - (HOURS * 60 - minute) * 60_000).toUTCString()
        ) ?? [];
      return `${logLine({ time: `${day}/${month}/${year}:${time} +0000` })}\n`;
    }).join('');
  };

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build_command_line.mjs'], { cwd: root });
    const log = combinedLog();
    fs.writeFileSync(path.join(folder, 'access.log'), log);
    fs.writeFileSync(path.join(folder, 'access.log.2.gz'), gzipSync(log.slice(0, log.length / 2)));
    fs.writeFileSync(
      path.join(folder, 'access.json.log'),
      `{"time_iso8601":"2026-03-14T09:26:53Z","request_method":"GET","uri":"/carts","status":"200","request_time":"0.183"}\nno JSON\n`
    );
    host = await startPluginHost(playground, { spaces: ['team-a'] });
    await new Api(() => host).ok('POST', paths.detectors, {
      name: 'API logs',
      indexPattern: 'api-logs-shop',
    });
  });
  afterAll(async () => {
    await host.stop();
    await client.indices.delete({ index: indices, ignore_unavailable: true });
    await client.close();
    fs.rmSync(folder, { recursive: true });
    await playground.remove();
  });

  /** The words as they are run here. */
  const adapted = (command: string): string[] => {
    const shortened = Object.entries(SHORTENED).reduce(
      (text, [long, short]) => text.replace(long, short.join(' ')),
      command
    );
    return (argumentsOf(shortened) ?? []).map((word) =>
      ES_ADDRESSES.includes(word)
        ? elasticsearchUrl
        : KIBANA_ADDRESSES.includes(word)
          ? host.url
          : word
    );
  };

  it.each(inOrder)(
    'do what they say: $command ($file)',
    async ({ command }) => {
      const child = spawn(
        process.execPath,
        [path.join(root, 'bin/anomaly-detector.js'), ...adapted(command)],
        {
          cwd: folder,
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            ELASTICSEARCH_URL: elasticsearchUrl,
            KIBANA_URL: host.url,
          },
        }
      );
      const closed = once(child, 'close');
      let written = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
      }
      child.stdin.end(
        '{"@timestamp":"2026-03-14T09:26:53Z","service":{"name":"shop"},"status":200,"took":12}\n'
      );
      // What goes on until it is interrupted is interrupted once it had time to begin.
      const interrupt = /--follow|--live/.test(command)
        ? setTimeout(() => child.kill('SIGINT'), 10_000)
        : undefined;
      const [exitCode] = (await closed) as [number | null];
      clearTimeout(interrupt);
      expect({ exitCode, written }).toEqual({ exitCode: 0, written: expect.any(String) as string });
    },
    180_000
  );

  it('are all either run here or named with the reason why not', () => {
    expect(here.every(({ command }) => argumentsOf(command) !== undefined)).toBe(true);
    expect(here.length).toBeGreaterThan(12);
    for (const [is] of ELSEWHERE) {
      expect(documentedCommands.some(({ command }) => is.test(command))).toBe(true);
    }
  });

  it('leave the files that they speak of', () => {
    const files = ['report/report.html', 'shop-report/report.html', 'incidents.json'];
    files.push('rejected.jsonl');
    expect(files.filter((file) => !fs.existsSync(path.join(folder, file)))).toEqual([]);
  });
});
