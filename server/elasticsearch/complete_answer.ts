import type { estypes } from '@elastic/elasticsearch';

import { DetectorError } from '../errors';

/** Reasons of a shard that will be the same the next time: a field is not what it should be. */
const LASTING = new Set([
  'illegal_argument_exception',
  'query_shard_exception',
  'parse_exception',
  'number_format_exception',
  'class_cast_exception',
]);

/**
 * Part of an answer would pass for fewer logs than there are, so it counts as none.
 * @throws DetectorError that says why some logs were not counted
 */
export function assertComplete(
  { _shards: { failed, failures = [] }, timed_out: timedOut, _clusters: clusters }: ShardAnswers,
  indexPattern: string
): void {
  const away = awayOf(clusters);
  if (away !== null) {
    throw new DetectorError(
      'unavailable',
      `Only part of the logs of "${indexPattern}" could be counted: ${away}. Check that it runs, and how this cluster reaches it (Stack Management, Remote Clusters). It will be tried again.`
    );
  }
  if (!timedOut && failed === 0) return;
  const lasting = failures.find(({ reason }) => LASTING.has(reason.type));
  const why =
    (lasting ?? failures[0])?.reason.reason ?? (timedOut ? 'it ran out of time' : 'unknown');
  throw new DetectorError(
    lasting ? 'invalid' : 'unavailable',
    `Only part of the logs of "${indexPattern}" could be counted (${failed} shards failed: ${why.replace(/\.$/, '')}). ` +
      (lasting
        ? `Correct the mapping${lasting.index ? ` of "${lasting.index}"` : ''}, or narrow the index pattern.`
        : 'It will be tried again.')
  );
}

type ShardAnswers = Pick<estypes.SearchResponse, '_shards' | 'timed_out' | '_clusters'>;

/** Which other clusters did not answer: such an answer has a status of 200, and none of their logs. */
function awayOf(clusters: estypes.SearchResponse['_clusters']): string | null {
  if (clusters === undefined || clusters.skipped === 0) return null;
  const names = Object.entries(clusters.details ?? {}).flatMap(([name, { status, failures }]) =>
    status === 'skipped' || status === 'failed'
      ? [`"${name}" (${failures?.[0]?.reason.reason ?? 'no reason given'})`]
      : []
  );
  return names.length > 0
    ? `the other cluster ${names.join(', ')} did not answer`
    : `${clusters.skipped} other clusters did not answer`;
}
