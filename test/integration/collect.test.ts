import { Client } from '@elastic/elasticsearch';
import fs from 'node:fs';
import http from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { findFreePorts } from '../../standalone/elasticsearch/free_ports';
import { runCommandLine } from '../../standalone/command_line/program';
import { type Incident } from '../../server/traffic/incidents';
import { type LogDocument } from '../../server/traffic/log_document';
import { logLine } from '../unit/command_line/log_line';

const url = process.env.TEST_ELASTICSEARCH_URL ?? '';
const index = `api-logs-command-line-${process.pid}`;

/** A real access log, which is no part of the project. */
const sharedLog = path.resolve(
  process.env.ANOMALY_DETECTOR_SHARED ?? path.join(__dirname, '../../../shared'),
  'data/apache_combined.log'
);

const run = async (args: string[], environment: Record<string, string> = {}) => {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCommandLine(args, {
    environment,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    now: () => new Date('2026-03-18T12:00:00Z'),
    onInterrupt: () => () => undefined,
  });
  return { exitCode, ...written };
};

const runForJson = async (args: string[]): Promise<Record<string, unknown>> => {
  const { stdout, stderr, exitCode } = await run([...args, '--json']);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return JSON.parse(stdout) as Record<string, unknown>;
};

describe('the command line with a real Elasticsearch', () => {
  const client = new Client({ node: url });
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-collect-'));
  });

  afterEach(async () => {
    fs.rmSync(folder, { recursive: true });
    await client.indices.delete({ index, ignore_unavailable: true });
  });

  afterAll(() => client.close());

  const count = async (): Promise<number> => (await client.count({ index })).count;

  const collect = (file: string, ...more: string[]) => [
    ...['collect', '--file', file, '--format', 'combined', '--service', 'shop'],
    ...['--index', index, '--es', url, ...more],
  ];

  const write = (lines: string[]): string => {
    const file = path.join(folder, 'access.log');
    fs.writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };

  describe('collect', () => {
    it('writes every line once, however often it is repeated, and tells identical lines apart', async () => {
      const file = write([logLine(), logLine(), logLine({ status: '500' }), logLine()]);
      expect(await runForJson(collect(file))).toMatchObject({ created: 4, alreadyThere: 0 });
      expect(await count()).toBe(4);
      expect(await runForJson(collect(file))).toMatchObject({ created: 0, alreadyThere: 4 });
      expect(await count()).toBe(4);
    });

    it('writes only what is new of a log that has grown', async () => {
      const lines = [logLine(), logLine()];
      await runForJson(collect(write(lines)));
      const grown = write([...lines, logLine(), logLine({ bytes: '7' })]);
      expect(await runForJson(collect(grown))).toMatchObject({ created: 2, alreadyThere: 2 });
    });

    it('stores fields that can be searched and aggregated by their types', async () => {
      await runForJson(
        collect(write([logLine({ host: '2001:db8::17', request: 'GET /a/1 HTTP/1.1' })]))
      );
      const { hits } = await client.search<LogDocument>({
        index,
        query: {
          bool: {
            filter: [
              { term: { 'client.ip': '2001:db8::/32' } },
              { term: { 'url.path': '/a/{id}' } },
              { term: { 'service.name': 'shop' } },
              { range: { 'http.response.status_code': { gte: 200, lt: 300 } } },
              { range: { '@timestamp': { gte: '2015-05-17', lt: '2015-05-18' } } },
            ],
          },
        },
      });
      expect(hits.hits).toHaveLength(1);
    });

    it('counts and shows the lines that it rejects, and collects the others', async () => {
      const file = write([logLine(), 'no log line', logLine({ time: 'yesterday' })]);
      const { exitCode, stdout } = await run(collect(file));
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/lines rejected +2\n/);
      expect(stdout).toContain(
        '  line 2: no log line\n    there is no time in brackets before the request\n'
      );
      expect(stdout).toMatch(/line 3: .*\n {4}"yesterday" is no time/);
      expect(await count()).toBe(1);
    });

    it('shows a few of the lines that were rejected for the same reason, and how many more there are', async () => {
      const file = write([logLine(), ...Array.from({ length: 25 }, () => 'no log line')]);
      const { stdout } = await run(collect(file));
      expect(stdout.match(/ {2}line \d+:/g)).toHaveLength(3);
      expect(stdout).toContain('  and 22 more; --rejects writes all of them to a file\n');
    });

    it.each([
      ['an empty file', '', 'Nothing was collected: ".*" is empty'],
      [
        'no line of the format',
        'a\nb\n',
        'none of the 2 lines of ".*" can be read in the format "combined", all because there is no time',
      ],
    ])('ends with exit code 1 for %s', async (_case, text, message) => {
      const file = path.join(folder, 'other.log');
      fs.writeFileSync(file, text);
      const { exitCode, stderr } = await run(collect(file));
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(new RegExp(message));
    });

    it('counts and names the documents that Elasticsearch refuses, and collects the others', async () => {
      await client.indices.create({
        index,
        mappings: { properties: { user: { properties: { name: { type: 'long' } } } } },
      });
      const { exitCode, stdout } = await run(
        collect(write([logLine(), logLine({ user: 'frank' })]))
      );
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/refused by Elasticsearch +1\n/);
      expect(stdout).toMatch(
        /Documents that Elasticsearch refused:\n.* - frank \[.*\n.*\[user\.name\]/
      );
      expect(await count()).toBe(1);
    });

    it('ends with exit code 1 when Elasticsearch refuses every document', async () => {
      await client.indices.create({ index, mappings: { dynamic: 'strict', properties: {} } });
      const { exitCode, stderr } = await run(collect(write([logLine()])));
      expect(exitCode).toBe(1);
      expect(stderr).toContain('Elasticsearch refused every document; see the reasons above.');
    });

    it('collects a real log: every line but the one that was cut off', async () => {
      if (!fs.existsSync(sharedLog)) {
        process.stdout.write(
          `Not run: there is no ${sharedLog}; ANOMALY_DETECTOR_SHARED names its folder.\n`
        );
        return;
      }
      const result = { lines: 10_000, rejected: 1, refused: 0 };
      const rejectedLines = [
        expect.objectContaining({
          number: 8899,
          reason: 'the quotation mark of the user agent is not closed',
        }) as unknown,
      ];
      expect(await runForJson(collect(sharedLog))).toMatchObject({
        ...result,
        rejectedLines,
        created: 9_999,
      });
      expect(await runForJson(collect(sharedLog))).toMatchObject({
        ...result,
        created: 0,
        alreadyThere: 9_999,
      });
      expect(await count()).toBe(9_999);
    });
  });

  describe('an Elasticsearch that cannot be used', () => {
    let server: http.Server;
    let answer: { status: number; headers: Record<string, string>; body: unknown };

    beforeEach(async () => {
      server = http.createServer((_request, response) => {
        response.writeHead(answer.status, {
          'content-type': 'application/json',
          ...answer.headers,
        });
        response.end(JSON.stringify(answer.body));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });

    afterEach(() => new Promise((resolve) => server.close(resolve)));

    const collectFrom = (address: string, environment?: Record<string, string>) =>
      run(collect(write([logLine()]), '--es', address), environment);

    const serverPort = () => (server.address() as AddressInfo).port;

    it('is named when nothing listens there, without the password in its address', async () => {
      const [port] = await findFreePorts(1);
      const { exitCode, stderr } = await collectFrom(`http://bob:secret@127.0.0.1:${port}`);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`Elasticsearch at http://127.0.0.1:${port} cannot be reached`);
      expect(stderr).not.toContain('secret');
    });

    it('is told from one that speaks no TLS', async () => {
      const { stderr } = await collectFrom(url.replace('http:', 'https:'));
      expect(stderr).toContain('should the address begin with http:// instead of https://?');
    });

    it.each([
      [401, 'does not accept the credentials, or wants some (401)'],
      [403, `may not write "${index}" (403): it needs the privileges`],
    ])('says what is missing when it answers %i', async (status, message) => {
      answer = { status, headers: { 'x-elastic-product': 'Elasticsearch' }, body: {} };
      const { exitCode, stderr } = await collectFrom(`http://127.0.0.1:${serverPort()}`, {
        ELASTICSEARCH_API_KEY: 'c2VjcmV0',
      });
      expect(exitCode).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain('c2VjcmV0');
    });

    it('is told from another server', async () => {
      answer = { status: 404, headers: {}, body: {} };
      const { stderr } = await collectFrom(`http://127.0.0.1:${serverPort()}`);
      expect(stderr).toContain(`at http://127.0.0.1:${serverPort()} is not Elasticsearch`);
    });
  });

  describe('generate', () => {
    const generate = (...more: string[]) => [
      ...['generate', '--index', index, '--es', url, '--seed', '3', '--weeks', '1'],
      ...['--until', '2026-03-18T12:00:00Z', '--rate', '0.02', ...more],
    ];

    it('writes the same documents when it is repeated', async () => {
      const first = await runForJson(generate());
      expect(first.created).toBeGreaterThan(2_000);
      expect(await count()).toBe(first.created);
      expect(await runForJson(generate())).toMatchObject({
        created: 0,
        alreadyThere: first.created,
        incidents: first.incidents,
      });
      expect(await count()).toBe(first.created);
    });

    it('writes its incidents to a file and tells them in words', async () => {
      const labels = path.join(folder, 'labels.json');
      const { stdout, exitCode } = await run(generate('--labels', labels));
      expect(exitCode).toBe(0);
      const incidents = JSON.parse(fs.readFileSync(labels, 'utf8')) as Incident[];
      expect(incidents).toHaveLength(3);
      for (const { service, start, end } of incidents) {
        expect(stdout).toContain(`  ${service}, ${start} to ${end}: `);
      }
      expect(stdout).toMatch(/response times four times as long/);
    });

    it('says that incidents may be missing when it meets traffic with another end', async () => {
      await runForJson(generate());
      const { stdout } = await run(generate('--until', '2026-03-18T18:00:00Z'));
      expect(stdout).toContain(
        'If that was generated with another --until, it holds other incidents'
      );
    });
  });
});
