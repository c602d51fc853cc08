import { Client } from '@elastic/elasticsearch';

import { paths } from '../../../common/api';
import type { LogsDescription } from '../../../common/preview';
import type { Host } from '../../../standalone/host/create_host';
import { snippets } from '../../../public/app/get_logs_in/snippets';
import { shippedLogs } from '../../fixtures/shipped_logs';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { Api, startPluginHost } from './plugin_host';

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

  describe('with the index template of the page', () => {
    const template = `${index}-template`;
    beforeAll(async () => {
      const { text } = snippets.find(({ id }) => id === 'index_template')!;
      const [request, ...body] = text.split('\n');
      expect(request).toBe('PUT _index_template/api-logs');
      await client.indices.putIndexTemplate({
        name: template,
        // No other test's logs are to be mapped by it.
        ...(JSON.parse(body.join('\n').replace('api-logs-*', index)) as object),
      });
    });
    afterAll(() => client.indices.deleteIndexTemplate({ name: template }));

    it.each(shippedLogs)(
      'of $shipper can be grouped by the service',
      async ({ document, found: { latency, status }, withLatency = 1 }) => {
        await client.index({ index, document, refresh: true });
        const { faults, found, logs } = await api.ok<LogsDescription>('POST', paths.logs, {
          indexPattern: index,
        });
        expect({ faults, logs: logs?.total }).toEqual({ faults: [], logs: 1 });
        expect(found).toEqual({
          timeField: '@timestamp',
          entityField: 'service.name',
          status: { field: status },
          latency: withLatency === 0 ? null : latency,
        });
      }
    );
  });

  it.each(shippedLogs)(
    'of $shipper are found, with their fields',
    async ({ properties, dynamicKeywords, document, found, withLatency = 1, empty = [] }) => {
      await client.indices.create({
        index,
        mappings: {
          properties,
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
        entityFields: [found.entityField],
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
