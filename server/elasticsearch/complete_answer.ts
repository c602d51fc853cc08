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
  { _shards: { failed, failures = [] }, timed_out: timedOut }: ShardAnswers,
  indexPattern: string
): void {
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

type ShardAnswers = Pick<estypes.SearchResponse, '_shards' | 'timed_out'>;
