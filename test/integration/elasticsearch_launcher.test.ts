import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import {
  type RunningElasticsearch,
  startElasticsearch,
} from '../../standalone/elasticsearch/start_elasticsearch';

const report = () => undefined;

/** What the launcher finds when nothing but the cache is asked for, whatever the tests themselves run on. */
const environment = { ...process.env, ELASTICSEARCH_URL: undefined, ES_HOME: undefined };

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the launcher of Elasticsearch', () => {
  let folder: string;
  let started: RunningElasticsearch[];

  const start = async ({ dataDir = path.join(folder, 'data'), port = 0, heap = '512m' } = {}) => {
    const resolved = await resolveElasticsearch({ environment, report });
    if (resolved.kind !== 'installed') throw new Error('the environment names a running one');
    const elasticsearch = await startElasticsearch({
      home: resolved.home,
      dataDir,
      port,
      heap,
      environment,
      report,
    });
    started.push(elasticsearch);
    return elasticsearch;
  };

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-launcher-'));
    // Where Elasticsearch runs as another user, that user must get through.
    fs.chmodSync(folder, 0o755);
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map(({ stop }) => stop()));
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('keeps the data of a stopped node for the next start, and ends only with stop()', async () => {
    const first = await start();
    const document = `${first.url}/kept/_doc/1`;
    await fetch(`${document}?refresh=true`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kept: true }),
    });
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    await expect(first.stop()).resolves.toBeUndefined();

    const second = await start();
    const reply = await fetch(`${second.url}/kept/_doc/1`);
    expect(await reply.json()).toMatchObject({ _source: { kept: true } });
  });

  it('says what to do when the port is taken', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(start({ dataDir: path.join(folder, 'other'), port })).rejects.toThrow(
      `Elasticsearch cannot use port ${port} of 127.0.0.1: another program listens there.`
    );
  });

  it('refuses a data folder that another node works on, and leaves that one alone', async () => {
    const { url, pid } = await start();
    await expect(start()).rejects.toThrow(
      `Another Elasticsearch, process ${pid}, works on the data folder`
    );
    expect((await fetch(`${url}/_cluster/health`)).status).toBe(200);
  });

  it('gives the end of the log when the node ends while it starts', async () => {
    await expect(start({ heap: '1k' })).rejects.toThrow(
      /Elasticsearch did not start: it ended with exit code \d+\. The end of .*console\.log:\n.*heap/s
    );
  });
});
