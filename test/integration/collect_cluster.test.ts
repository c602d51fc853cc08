import { Client } from '@elastic/elasticsearch';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { runCommandLine } from '../../standalone/command_line/program';
import { findFreePorts } from '../../standalone/elasticsearch/free_ports';

const url = process.env.TEST_ELASTICSEARCH_URL ?? '';
const source = `api-logs-central-${process.pid}`;
const index = `api-logs-copied-${process.pid}`;

describe('collecting from another Elasticsearch', () => {
  const client = new Client({ node: url });
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-central-'));
  });

  afterEach(async () => {
    fs.rmSync(folder, { recursive: true });
    await client.indices.delete({ index: [source, index], ignore_unavailable: true });
  });

  afterAll(() => client.close());

  const run = async (...more: string[]) => {
    const written = { stdout: '', stderr: '' };
    const exitCode = await runCommandLine(
      [
        ...['collect', '--from', url, '--from-index', source, '--index', index, '--es', url],
        ...['--checkpoint', path.join(folder, 'checkpoint.json'), ...more],
      ],
      {
        environment: {},
        stdout: { write: (text) => (written.stdout += text) },
        stderr: { write: (text) => (written.stderr += text) },
        now: () => new Date('2026-03-18T12:00:00Z'),
        onInterrupt: () => () => undefined,
      }
    );
    return { exitCode, ...written };
  };

  const collect = async (...more: string[]): Promise<Record<string, unknown>> => {
    const { stdout, stderr, exitCode } = await run(...more, '--json');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  const add = (documents: object[]) =>
    client.bulk({
      refresh: true,
      index: source,
      operations: documents.flatMap((document) => [{ index: {} }, document]),
    });

  const at = (second: number, more: object = {}) => ({
    '@timestamp': new Date(Date.UTC(2026, 2, 18, 10, 0, second)).toISOString(),
    service: { name: 'shop' },
    ...more,
  });

  const count = async () => (await client.count({ index })).count;

  it('copies every document once, over many pages and at equal times', async () => {
    await add(Array.from({ length: 2_500 }, (_, number) => at(Math.floor(number / 1_200))));
    expect(await collect()).toMatchObject({ read: 2_500, created: 2_500, refused: 0 });
    expect(await count()).toBe(2_500);
  });

  it('goes on where it was, takes along what came late, and writes nothing twice', async () => {
    await add([at(0), at(1_800)]);
    await collect();
    await add([at(1_790, { is: 'late' }), at(3_600, { is: 'new' })]);
    expect(await collect()).toMatchObject({ read: 3, created: 2, alreadyThere: 1 });
    expect(await count()).toBe(4);
  });

  it('begins anew without doubling where the checkpoint is gone, or an earlier time is asked for', async () => {
    await add([at(0), at(3_600)]);
    expect(await collect('--since', '2026-03-18T10:30:00Z')).toMatchObject({ created: 1 });
    expect(await collect()).toMatchObject({ read: 2, created: 1, alreadyThere: 1 });
    fs.rmSync(path.join(folder, 'checkpoint.json'));
    expect(await collect()).toMatchObject({ read: 2, created: 0, alreadyThere: 2 });
  });

  it('takes documents as they are, so that they can be grouped and filtered', async () => {
    await add([at(0, { client: { ip: '203.0.113.7' }, app: 'cart', took: 12.5 })]);
    await collect();
    const { fields } = await client.fieldCaps({ index, fields: ['client.ip', 'app', 'took'] });
    expect(Object.entries(fields).map(([name, types]) => [name, Object.keys(types)])).toEqual(
      expect.arrayContaining([
        ['client.ip', ['ip']],
        ['app', ['keyword']],
        ['took', ['float']],
      ])
    );
  });

  it.each([
    ['in the syntax of Lucene', 'service.name:cart AND status:>=500'],
    [
      'of the Query DSL',
      '{"bool":{"filter":[{"match":{"service.name":"cart"}},{"range":{"status":{"gte":500}}}]}}',
    ],
  ])('copies what a query finds, %s', async (_case, query) => {
    await add([
      at(0, { service: { name: 'cart' }, status: 500 }),
      at(0, { service: { name: 'cart' }, status: 200 }),
      at(0, { status: 500 }),
    ]);
    expect(await collect('--query', query)).toMatchObject({ read: 1, created: 1 });
  });

  it('counts and names what is refused, and copies the others', async () => {
    await client.indices.create({ index, mappings: { properties: { took: { type: 'long' } } } });
    await add([at(0, { took: 1 }), at(1, { took: 2 })]);
    await client.index({
      index: `${source}-text`,
      document: at(2, { took: 'long' }),
      refresh: true,
    });
    try {
      const { stdout, exitCode } = await run('--from-index', `${source}*`);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/new +2\n/);
      expect(stdout).toMatch(/refused by Elasticsearch +1\n/);
      expect(stdout).toContain('failed to parse field [took]');
    } finally {
      await client.indices.delete({ index: `${source}-text` });
    }
  });

  it('says which index is missing, which address is refused, and which query is none', async () => {
    expect(await run()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`has no index "${source}": check --from-index.`) as string,
    });
    const [port] = await findFreePorts(1);
    expect(await run('--from', `http://127.0.0.1:${port}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        `Elasticsearch at http://127.0.0.1:${port} cannot be reached`
      ) as string,
    });
    await add([at(0)]);
    expect((await run('--query', '{"term":')).stderr).toContain(
      'begins with a brace and is no JSON'
    );
    expect((await run('--query', 'a:[')).stderr).toContain('refused the request (400)');
  });

  it('keeps the checkpoint of one collection from another', async () => {
    await add([at(0)]);
    await collect();
    expect((await run('--query', 'service.name:cart')).stderr).toContain(
      'is the checkpoint of another collection'
    );
  });
});
