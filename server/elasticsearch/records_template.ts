import type { ElasticsearchClient } from '@kbn/core/server';

import { RECORD_SCHEMA_VERSION, RECORDS_INDEX, recordMappings } from '../../common/record';

import { reasonOf, statusOf } from './elasticsearch_error';

const TEMPLATE = 'anomaly-detector-records';

/** Puts the index template of the records, so that whoever writes the first record gets the right mapping. */
export class RecordsTemplate {
  private done: Promise<void> | undefined;
  private readonly extended = new Set<string>();

  constructor(private readonly client: ElasticsearchClient) {}

  /** Once for each Kibana process; a failure is thrown, and the next call tries again. */
  ensure(): Promise<void> {
    this.done ??= this.put().catch((error: unknown) => {
      this.done = undefined;
      throw error;
    });
    return this.done;
  }

  /**
   * Gives an index of records that was made by an earlier version the fields that came since, once for each Kibana
   * process. Where that is refused, records are written all the same, and what was refused is returned in words.
   * @param client of whoever writes the records
   */
  async extend(client: ElasticsearchClient, index: string): Promise<string[]> {
    if (this.extended.has(index)) return [];
    const notices = await this.putMapping(client, index);
    if (notices.length === 0) this.extended.add(index);
    return notices;
  }

  private async putMapping(client: ElasticsearchClient, index: string): Promise<string[]> {
    try {
      const { properties, dynamic_templates } = recordMappings;
      await client.indices.putMapping({ index, properties, dynamic_templates });
    } catch (error) {
      const status = statusOf(error);
      // Before the first record there is no index; it gets its fields from the template.
      if (status === 404) return [];
      if (status !== 400 && status !== 403) throw error;
      return [
        `"${index}" could not be given the record fields of this version: ${reasonOf(error)}. Records are written all the same; the new fields may be of another type there.`,
      ];
    }
    return [];
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
