import type { ElasticsearchClient } from '@kbn/core/server';

import { withRequestTimeout } from '../../../../server/elasticsearch/request_timeout';

class Fake {
  readonly asked: unknown[] = [];
  private readonly name = 'fake';

  search(params: object, options: object) {
    this.asked.push(['search', params, options]);
    return Promise.resolve();
  }
  bulk(params: object, options: object) {
    this.asked.push(['bulk', params, options]);
    return Promise.resolve();
  }
  ping() {
    return Promise.resolve(this.name);
  }
}

describe('a client with a time-out', () => {
  it('gives it to searches and bulks beside what they ask for', async () => {
    const fake = new Fake();
    const client = withRequestTimeout(fake as unknown as ElasticsearchClient, 5_000);
    const { signal } = new AbortController();
    await client.search({ index: 'api-logs' }, { signal });
    await client.bulk({ index: 'api-anomalies' });
    expect(fake.asked).toEqual([
      ['search', { index: 'api-logs' }, { requestTimeout: 5_000, signal }],
      ['bulk', { index: 'api-anomalies' }, { requestTimeout: 5_000 }],
    ]);
  });

  it('is the client itself in all else', async () => {
    const client = withRequestTimeout(new Fake() as unknown as ElasticsearchClient, 5_000);
    expect(await client.ping()).toBe('fake');
  });
});
