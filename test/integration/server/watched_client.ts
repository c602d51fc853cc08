import type { ElasticsearchClient } from '@kbn/core/server';

import type { TimeRange } from '../../../server/buckets/time_ranges';

/** What a client does, and when: for tests of what is asked of Elasticsearch. */
export function watched(client: ElasticsearchClient, index: string) {
  const ranges: TimeRange[] = [];
  let left = Infinity;
  const search: ElasticsearchClient['search'] = ((
    params: { index?: string; query?: object },
    options: object
  ) => {
    if (params.index === index) {
      const [, from, to] = /"gte":(\d+),"lt":(\d+)/.exec(JSON.stringify(params.query)) ?? [];
      if (left-- <= 0) return Promise.reject(new Error('the process is gone'));
      ranges.push({ from: Number(from), to: Number(to) });
    }
    return client.search(params, options);
  }) as ElasticsearchClient['search'];
  return {
    client: new Proxy(client, {
      get: (target, name, receiver) =>
        name === 'search' ? search : (Reflect.get(target, name, receiver) as unknown),
    }),
    /** The times that were counted, in their order. */
    ranges,
    /** Ends the process, so to speak, after so many more requests. */
    endAfter(requests: number) {
      left = requests;
    },
  };
}
