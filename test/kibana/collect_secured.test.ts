import { Client } from '@elastic/elasticsearch';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { runCommandLine } from '../../standalone/command_line/program';
import { findFreePorts } from '../../standalone/elasticsearch/free_ports';
import { atTerminal } from '../builders/terminal';
import { startSecuredElasticsearch, type SecuredElasticsearch } from './secured_elasticsearch';

const SOURCE = 'api-logs-central';
const INDEX = 'api-logs-copied';

/** It is also where the logs are written, with another user. */
describe('collecting from a secured Elasticsearch with an authority of its own', () => {
  let central: SecuredElasticsearch;
  let apiKey: string;
  let client: Client;
  let folder: string;

  beforeAll(async () => {
    central = await startSecuredElasticsearch(process.env.ES_HOME ?? '');
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-checkpoints-'));
    client = new Client({
      node: central.url,
      auth: { username: 'elastic', password: central.password },
      tls: { ca: fs.readFileSync(central.ca, 'utf8') },
    });
    await client.bulk({
      refresh: true,
      index: SOURCE,
      operations: Array.from({ length: 50 }, (_, second) => [
        { index: {} },
        {
          '@timestamp': new Date(Date.UTC(2026, 2, 18, 10, 0, second)).toISOString(),
          service: { name: 'shop' },
        },
      ]).flat(),
    });
    const { encoded } = await client.security.createApiKey({
      name: 'reader',
      role_descriptors: { reader: { indices: [{ names: ['api-logs-*'], privileges: ['read'] }] } },
    });
    apiKey = encoded;
  }, 300_000);

  afterAll(async () => {
    await client?.close();
    await central?.stop();
    if (folder) fs.rmSync(folder, { recursive: true });
  });

  afterEach(() => client?.indices.delete({ index: INDEX, ignore_unavailable: true }));

  const collect = async (
    { ca = central.ca, from = central.url, source = SOURCE, username = '' },
    secrets: Record<string, string>
  ) => {
    const written = { stdout: '', stderr: '' };
    const exitCode = await runCommandLine(
      [
        ...['collect', '--from', from, '--from-index', source, '--ca', ca],
        ...(username === '' ? [] : ['--from-username', username]),
        ...['--index', INDEX, '--es', central.url, '--es-ca', central.ca],
        ...['--checkpoint', fs.mkdtempSync(path.join(folder, 'run-')) + '/checkpoint.json'],
      ],
      {
        environment: {
          ELASTICSEARCH_USERNAME: 'elastic',
          ELASTICSEARCH_PASSWORD: central.password,
          ...secrets,
        },
        stdout: { write: (text) => (written.stdout += text) },
        stderr: { write: (text) => (written.stderr += text) },
        now: () => new Date('2026-03-18T12:00:00Z'),
        onInterrupt: () => () => undefined,
      }
    );
    for (const secret of [central.password, apiKey, 'wrong-secret']) {
      expect(written.stdout + written.stderr).not.toContain(secret);
    }
    return { exitCode, ...written };
  };

  it('is done with a user and a password', async () => {
    const { exitCode, stdout, stderr } = await collect(
      { username: 'elastic' },
      { SOURCE_PASSWORD: central.password }
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/new +50\n/);
  });

  it('is done with an API key that may read and nothing else', async () => {
    const { exitCode, stdout, stderr } = await collect({}, { SOURCE_API_KEY: apiKey });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/new +50\n/);
    expect((await client.count({ index: INDEX })).count).toBe(50);
  });

  it('says that the certificate is of another authority', async () => {
    const { exitCode, stderr } = await collect({ ca: central.otherCa }, { SOURCE_API_KEY: apiKey });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`The certificate of Elasticsearch at ${central.url} is not trusted`);
    expect(stderr).toContain('give --ca the file of the authority that signed it');
  });

  it('says that the password is wrong', async () => {
    const { exitCode, stderr } = await collect(
      { username: 'elastic' },
      { SOURCE_PASSWORD: 'wrong-secret' }
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('does not accept the credentials, or wants some (401)');
    expect(stderr).toContain('--from-username or --from-api-key');
  });

  it('says so, too, when it is typed at a terminal, and does not show what is typed', async () => {
    const collectBy = (password: string) =>
      atTerminal(
        [
          ...['collect', '--from', central.url, '--from-index', SOURCE, '--ca', central.ca],
          ...['--from-username', 'elastic', '--index', INDEX],
          ...['--es', central.url, '--es-ca', central.ca],
          ...['--checkpoint', fs.mkdtempSync(path.join(folder, 'run-')) + '/checkpoint.json'],
        ],
        [{ question: 'Password of elastic at the source: ', typed: `${password}\r` }],
        { ELASTICSEARCH_USERNAME: 'elastic', ELASTICSEARCH_PASSWORD: central.password }
      );
    const wrong = await collectBy('wrong-secret');
    expect(wrong.exitCode).toBe(1);
    expect(wrong.screen).toContain('does not accept the credentials, or wants some (401)');
    expect(wrong.screen).not.toContain('wrong-secret');
    const right = await collectBy(central.password);
    expect(right.exitCode).toBe(0);
    expect(right.screen).toMatch(/new +50\r?\n/);
    expect(right.screen).not.toContain(central.password);
  });

  it('says that the index is missing', async () => {
    const { exitCode, stderr } = await collect(
      { source: 'api-logs-nowhere' },
      { SOURCE_API_KEY: apiKey }
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('has no index "api-logs-nowhere": check --from-index.');
  });

  it('says that the key may not read the index', async () => {
    const { exitCode, stderr } = await collect({ source: 'orders' }, { SOURCE_API_KEY: apiKey });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('may not read "orders" (403): it needs the privilege read there');
  });

  it('says that nothing listens there', async () => {
    const [port] = await findFreePorts(1);
    const from = `https://127.0.0.1:${port}`;
    const { exitCode, stderr } = await collect({ from }, { SOURCE_API_KEY: apiKey });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Elasticsearch at ${from} cannot be reached`);
  });
});
