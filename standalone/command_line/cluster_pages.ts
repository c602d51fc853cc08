import { type Client, errors, type estypes } from '@elastic/elasticsearch';

/** Which documents of another Elasticsearch are read. */
export interface ClusterQuery {
  /** names or patterns, separated by commas */
  index: string;
  timeField: string;
  query: estypes.QueryDslQueryContainer;
}

/** Documents in the order of time, and the time of the last of them. */
export interface ClusterPage {
  hits: estypes.SearchHit<object>[];
  /** ISO 8601, to the nanosecond where the documents are */
  lastTime: string;
}

const PAGE_SIZE = 1_000;
const KEEP_ALIVE = '5m';

/** How many documents from `since` on there are. */
export async function countDocuments(
  client: Client,
  { index, query, timeField }: ClusterQuery,
  since: string | undefined
): Promise<number> {
  const { count } = await client.count({
    index,
    query: withSince(query, timeField, since),
    ignore_unavailable: false,
  });
  return count;
}

/**
 * The documents from `since` on, oldest first, as they were when reading began, without those that have no time. Where
 * the cluster has lost that state, as after a restart, it goes on with a new one at the time it had come to: some
 * documents may then come twice.
 * @throws errors of the client
 */
export async function* readPages(
  client: Client,
  { index, query, timeField }: ClusterQuery,
  since: string | undefined
): AsyncGenerator<ClusterPage, void, undefined> {
  const open = async () => (await client.openPointInTime({ index, keep_alive: KEEP_ALIVE })).id;
  let pit = await open();
  let from = since;
  let after: estypes.SortResults | undefined;
  let progressed = false;
  try {
    for (;;) {
      let hits: estypes.SearchHit<object>[];
      try {
        const response = await client.search<object>({
          pit: { id: pit, keep_alive: KEEP_ALIVE },
          size: PAGE_SIZE,
          query: withSince(query, timeField, from),
          sort: [
            {
              [timeField]: {
                order: 'asc',
                format: 'strict_date_optional_time_nanos',
                numeric_type: 'date_nanos',
              },
            },
          ],
          search_after: after,
          track_total_hits: false,
        });
        pit = response.pit_id ?? pit;
        hits = response.hits.hits;
      } catch (error) {
        const isLost = error instanceof errors.ResponseError && error.statusCode === 404;
        // Without any progress since the last time it would be lost forever.
        if (!isLost || !progressed) throw error;
        progressed = false;
        from = String(after?.[0] ?? from);
        after = undefined;
        pit = await open();
        continue;
      }
      if (hits.length === 0) return;
      after = hits[hits.length - 1].sort;
      progressed = true;
      yield { hits, lastTime: String(after?.[0]) };
    }
  } finally {
    // What cannot be closed is given up by itself soon.
    await client.closePointInTime({ id: pit }).catch(() => undefined);
  }
}

function withSince(
  query: estypes.QueryDslQueryContainer,
  timeField: string,
  since: string | undefined
): estypes.QueryDslQueryContainer {
  return {
    bool: {
      filter: [
        query,
        since === undefined
          ? { exists: { field: timeField } }
          : { range: { [timeField]: { gte: since, format: 'strict_date_optional_time_nanos' } } },
      ],
    },
  };
}
