import { Client } from '@elastic/elasticsearch';

import { paths } from '../../../common/api';
import type { LogsDescription } from '../../../common/preview';
import type { Host } from '../../../standalone/host/create_host';
import { shippedLogs } from '../../fixtures/shipped_logs';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { Api, startPluginHost } from './plugin_host';

/** The small distribution has no `constant_keyword`, which is searched as a keyword is. */
const knownEverywhere = (properties: (typeof shippedLogs)[number]['properties']) =>
  JSON.parse(
    JSON.stringify(properties).replaceAll('constant_keyword', 'keyword')
  ) as typeof properties;

describe('logs as shippers write them', () => {
  const playground = createPlayground();
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-logs-shipped-${process.pid}`;
  let host: Host;
  const api = new Api(() => host);

  beforeAll(async () => {
    host = await startPluginHost(playground);
  });
  afterEach(() => client.indices.delete({ index, ignore_unavailable: true }));
  afterAll(async () => {
    await host.stop();
    await client.close();
    await playground.remove();
  });

  it.each(shippedLogs)(
    'of $shipper are found, with their fields',
    async ({ properties, dynamicKeywords, document, found, withLatency = 1, empty = [] }) => {
      await client.indices.create({
        index,
        mappings: {
          properties: knownEverywhere(properties),
          ...(dynamicKeywords && {
            dynamic_templates: [
              { text: { match_mapping_type: 'string', mapping: { type: 'keyword' } } },
            ],
          }),
        },
      });
      await client.index({ index, document, refresh: true });
      const description = await api.ok<LogsDescription>('POST', paths.logs, {
        indexPattern: index,
      });
      expect(description).toMatchObject({
        faults: [],
        logs: {
          total: 1,
          withoutEntity: 0,
          latency: { field: found.latency.field, logs: withLatency },
          status: { field: found.status, logs: 1 },
        },
        found: {
          timeField: '@timestamp',
          entityField: found.entityField,
          status: { field: found.status },
          latency: found.latency,
        },
        recent: {
          logs: 1,
          filled: {
            [found.entityField]: 1,
            [found.status]: 1,
            [found.latency.field]: withLatency,
            ...Object.fromEntries(empty.map((field) => [field, 0])),
          },
        },
      });
    }
  );
});
