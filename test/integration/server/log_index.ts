import { randomUUID } from 'node:crypto';

import { Client, type estypes } from '@elastic/elasticsearch';

import { elasticsearchUrl } from '../host/test_host';

export type LogDocument = Record<string, string | number | null>;

/** The fields of an access log in the Elastic Common Schema. */
export const ecsFields: Record<string, estypes.MappingProperty> = {
  '@timestamp': { type: 'date' },
  'service.name': { type: 'keyword' },
  'http.request.method': { type: 'keyword' },
  'http.response.status_code': { type: 'short' },
  'event.duration': { type: 'long' },
};

/** Makes indices of logs under one prefix of its own, and deletes them all at the end. */
export class LogIndices {
  /** No name of an index that does not belong to these begins so. */
  readonly prefix: string;
  private readonly names: string[] = [];

  constructor(
    prefix = 'server-test',
    readonly client = new Client({ node: elasticsearchUrl })
  ) {
    this.prefix = `${prefix}-${randomUUID().slice(0, 8)}`;
  }

  /** The name of a new index with exactly these fields. */
  async create(
    suffix: string,
    properties: Record<string, estypes.MappingProperty> = ecsFields,
    documents: readonly LogDocument[] = []
  ): Promise<string> {
    const index = `${this.prefix}-${suffix}`;
    this.names.push(index);
    await this.client.indices.create({
      index,
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: { dynamic: false, properties },
    });
    await this.add(index, documents);
    return index;
  }

  async add(index: string, documents: readonly LogDocument[]): Promise<void> {
    for (let start = 0; start < documents.length; start += 5_000) {
      const { errors, items } = await this.client.bulk({
        index,
        operations: documents
          .slice(start, start + 5_000)
          .flatMap((document) => [{ index: {} }, document]),
        refresh: true,
      });
      if (errors) throw new Error(JSON.stringify(items.find((item) => item.index?.error)));
    }
  }

  async remove(): Promise<void> {
    for (const index of this.names) {
      await this.client.indices.delete({ index, ignore_unavailable: true });
    }
    await this.client.close();
  }
}
