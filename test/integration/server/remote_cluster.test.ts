import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Client } from '@elastic/elasticsearch';

import { paths } from '../../../common/api';
import {
  startElasticsearch,
  type RunningElasticsearch,
} from '../../../standalone/elasticsearch/start_elasticsearch';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { resolveElasticsearch } from '../../../standalone/elasticsearch/resolve_elasticsearch';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { ecsFields } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, shopTraffic } from './shop_traffic';

const ALIAS = 'far_away';
const INDEX = 'api-logs-far';
const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 5 * DAY;
const TROUBLE = {
  service: 'pay',
  from: FROM + 4 * DAY,
  to: FROM + 4 * DAY + 2 * HOUR,
  failing: 0.9,
};
const WHOLE = { from: iso(FROM), to: iso(TO) };

describe('a pattern of another cluster', () => {
  const playground = createPlayground();
  const near = new Client({ node: elasticsearchUrl });
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'remote-cluster-'));
  let far: RunningElasticsearch;
  let host: Host;
  const api = new Api(() => host);

  /** Makes the other cluster known under its alias; null forgets it. */
  const connect = (seed: string | null) =>
    near.cluster.putSettings({ persistent: { [`cluster.remote.${ALIAS}.seeds`]: seed && [seed] } });

  beforeAll(async () => {
    const { ELASTICSEARCH_URL: _, ...environment } = process.env;
    const report = () => undefined;
    const resolved = await resolveElasticsearch({ environment, report });
    if (resolved.kind !== 'installed') throw new Error('there is no Elasticsearch to start');
    far = await startElasticsearch({
      home: resolved.home,
      dataDir,
      heap: '512m',
      environment,
      report,
    });
    const client = new Client({ node: far.url });
    await client.indices.create({
      index: INDEX,
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: { dynamic: false, properties: ecsFields },
    });
    const documents = shopTraffic({
      from: FROM,
      to: TO,
      requestsPerHour: 240,
      troubles: [TROUBLE],
    });
    for (let start = 0; start < documents.length; start += 5_000) {
      const operations = documents
        .slice(start, start + 5_000)
        .flatMap((document) => [{ index: {} }, document]);
      await client.bulk({ index: INDEX, operations, refresh: true });
    }
    const { nodes } = await client.nodes.info({ metric: 'transport' });
    await client.close();
    await connect(Object.values(nodes)[0].transport!.publish_address);
    host = await startPluginHost(playground);
  }, 300_000);

  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await connect(null);
    await near.close();
    await far.stop();
    await playground.remove();
    fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is trained on and scored like one of this cluster, whose records stand here', async () => {
    const { id, settings } = await api.create({
      name: 'Far away',
      indexPattern: `${ALIAS}:api-logs-*`,
    });
    expect(settings.indexPattern).toBe(`${ALIAS}:api-logs-*`);
    expect(await api.run(paths.train, id, WHOLE)).toMatchObject({ state: 'done', entities: 2 });
    expect(await api.run(paths.score, id, WHOLE)).toMatchObject({ state: 'done' });
    const { hits } = await near.search<{ entity: string; signal: string; '@timestamp': string }>({
      index: 'api-anomalies',
      size: 1,
      query: { term: { detector_id: id } },
      sort: [{ record_score: 'desc' }],
    });
    const worst = hits.hits[0]._source!;
    expect(worst).toMatchObject({ entity: 'pay', signal: 'error_rate' });
    expect(Date.parse(worst['@timestamp'])).toBeGreaterThanOrEqual(TROUBLE.from);
    expect(Date.parse(worst['@timestamp'])).toBeLessThan(TROUBLE.to);
  });

  it('that is not known is named when the detector is saved', async () => {
    const refusal = await api.refused('POST', paths.detectors, {
      indexPattern: 'nowhere:api-logs-*',
    });
    expect(refusal).toMatchObject({
      status: 400,
      message: matching(/no such remote cluster.*nowhere/),
    });
  });

  it('says which cluster does not answer, and takes its silence for no outage', async () => {
    const { id } = await api.create({ name: 'Lost', indexPattern: `${ALIAS}:api-logs-*` });
    expect(await api.run(paths.train, id, WHOLE)).toMatchObject({ state: 'done' });
    await far.stop();
    const { id: runId } = await api.ok<{ id: string }>(
      'POST',
      paths.score.replace('{id}', id),
      WHOLE
    );
    const run = await api.ended(id, runId, 240);
    expect(run).toMatchObject({ state: 'failed', records: 0, message: matching(/far_away/) });
  }, 300_000);
});
