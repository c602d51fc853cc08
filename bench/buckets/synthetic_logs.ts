import type { Client } from '@elastic/elasticsearch';

import { createRandom } from '../../server/detection/random';
import type { LogSource } from '../../server/elasticsearch/log_source';

import { DAY_MS, nameOf, SPAN_MS } from './synthetic_buckets';

export const LOGS_INDEX = 'bench-api-logs';

/** The logs that `addLogs` makes. */
export const logSource: LogSource = {
  indexPattern: LOGS_INDEX,
  timeField: '@timestamp',
  filter: null,
  entityFields: ['service.name'],
  latency: { field: 'event.duration', unit: 'ns' },
  status: { field: 'http.response.status_code' },
  metrics: [],
};

/** Makes the index anew, with so many logs of each entity in each bucket. @returns how many they are */
export async function addLogs(
  client: Client,
  {
    from,
    days,
    entities,
    logsPerBucket,
  }: { from: number; days: number; entities: number; logsPerBucket: number }
): Promise<number> {
  const random = createRandom(1);
  await client.indices.delete({ index: LOGS_INDEX, ignore_unavailable: true });
  await client.indices.create({
    index: LOGS_INDEX,
    settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '-1' },
    mappings: {
      dynamic: false,
      properties: {
        '@timestamp': { type: 'date' },
        'service.name': { type: 'keyword' },
        'http.response.status_code': { type: 'short' },
        'event.duration': { type: 'long' },
      },
    },
  });
  const perSpan = entities * logsPerBucket;
  let logs = 0;
  let operations: object[] = [];
  for (let time = from; time < from + days * DAY_MS; time += SPAN_MS) {
    for (let log = 0; log < perSpan; log++) {
      operations.push(
        { index: {} },
        {
          '@timestamp': Math.floor(time + random() * SPAN_MS),
          'service.name': nameOf(log % entities),
          'http.response.status_code': random() < 0.01 ? 503 : 200,
          'event.duration': Math.round(1e8 * Math.exp(1.5 * random())),
        }
      );
    }
    logs += perSpan;
    if (operations.length < 20_000) continue;
    await client.bulk({ index: LOGS_INDEX, operations });
    operations = [];
  }
  if (operations.length > 0) await client.bulk({ index: LOGS_INDEX, operations });
  await client.indices.refresh({ index: LOGS_INDEX });
  return logs;
}
