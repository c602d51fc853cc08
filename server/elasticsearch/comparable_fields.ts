import type { ElasticsearchClient } from '@kbn/core/server';

import { withExplainedErrors } from './elasticsearch_error';

/** Types whose values are names of something: a host, a client, a path. */
const TYPES = ['keyword', 'ip', 'boolean'];

export interface ComparableFields {
  fields: string[];
  /** Fields that are computed at every search. */
  runtime: string[];
}

/** Fields of runtime mappings; none where the mapping may not be read or stands in another cluster. */
async function runtimeFields(
  client: ElasticsearchClient,
  indexPattern: string
): Promise<Set<string>> {
  try {
    const mappings = await client.indices.getMapping({
      index: indexPattern,
      filter_path: ['*.mappings.runtime'],
    });
    return new Set(
      Object.values(mappings).flatMap(({ mappings: { runtime = {} } }) => Object.keys(runtime))
    );
  } catch {
    // They are then read like others, which takes longer and gives the same.
    return new Set();
  }
}

/**
 * The fields whose values can be counted and searched, in alphabetical order, with the rights of the client.
 * @throws DetectorError in words
 */
export async function readComparableFields(
  client: ElasticsearchClient,
  indexPattern: string
): Promise<ComparableFields> {
  const [{ fields }, runtime] = await Promise.all([
    withExplainedErrors(
      `reading the fields of "${indexPattern}"`,
      () =>
        client.fieldCaps({
          index: indexPattern,
          fields: '*',
          types: TYPES,
          filters: '-metadata,-nested',
          allow_no_indices: false,
        }),
      'user'
    ),
    runtimeFields(client, indexPattern),
  ]);
  const found = Object.entries(fields)
    .filter(([, byType]) =>
      Object.entries(byType).every(
        ([type, { aggregatable, searchable }]) =>
          type === 'unmapped' || (TYPES.includes(type) && aggregatable && searchable)
      )
    )
    .map(([name]) => name)
    .sort();
  return {
    fields: found.filter((field) => !runtime.has(field)),
    runtime: found.filter((field) => runtime.has(field)),
  };
}
