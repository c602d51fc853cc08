import type { ElasticsearchClient } from '@kbn/core/server';

import { RECORD_SCHEMA_VERSION, RECORDS_INDEX, recordMappings } from '../../common/record';

const TEMPLATE = 'anomaly-detector-records';

/** Puts the index template of the records, so that whoever writes the first record gets the right mapping. */
export class RecordsTemplate {
  private done: Promise<void> | undefined;

  constructor(private readonly client: ElasticsearchClient) {}

  /** Once for each Kibana process; a failure is thrown, and the next call tries again. */
  ensure(): Promise<void> {
    this.done ??= this.put().catch((error: unknown) => {
      this.done = undefined;
      throw error;
    });
    return this.done;
  }

  private async put(): Promise<void> {
    await this.client.indices.putIndexTemplate({
      name: TEMPLATE,
      index_patterns: [RECORDS_INDEX, `${RECORDS_INDEX}-*`],
      priority: 200,
      version: RECORD_SCHEMA_VERSION,
      template: {
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
        mappings: recordMappings,
      },
      _meta: { description: 'Anomalies found by Anomaly Detector in API logs' },
    });
  }
}
