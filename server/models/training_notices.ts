import type { ElasticsearchClient } from '@kbn/core/server';

import { counted, withSeparators } from '../../common/counted';
import { quoted } from '../detectors/name_access';
import { readLogExtent, type LogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';

import { wantedSpanMs } from './bucket_span';
import type { LearnRequest } from './learn_model';
import type { LearnedBuckets } from './training_buckets';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const iso = (time: number): string => new Date(time).toISOString();

/** Why there is nothing to learn from, and what to do. */
export function noBuckets(
  client: ElasticsearchClient,
  { detector: { settings }, from, to }: LearnRequest,
  source: LogSource,
  { logs, oldest, withoutEntity }: LogExtent
): Promise<DetectorError> {
  if (logs === 0 || oldest === null) return noLogs(client, source, from, to);
  const range = `in "${settings.indexPattern}" from ${iso(from)} to ${iso(to)}`;
  if (withoutEntity < logs && to - oldest >= 2 * wantedSpanMs(settings)) {
    return Promise.resolve(
      new DetectorError(
        'not_found',
        `The ${withSeparators(logs)} logs ${range} make no complete bucket. Train on a longer range, or set a shorter "bucketSpan".`
      )
    );
  }
  return Promise.resolve(
    to - oldest < 2 * wantedSpanMs(settings)
      ? new DetectorError(
          'not_found',
          `The ${withSeparators(logs)} logs ${range} are all of the last few minutes: there is no complete bucket of them yet. It will be tried again.`
        )
      : new DetectorError(
          'invalid',
          `None of the ${withSeparators(logs)} logs ${range} has a value in ${settings.entityFields.map((field) => `"${field}"`).join(' and ')}. Choose entity fields that the logs have.`
        )
  );
}

async function noLogs(
  client: ElasticsearchClient,
  source: LogSource,
  from: number,
  to: number
): Promise<DetectorError> {
  const all = await readLogExtent(client, source);
  const where = `"${source.indexPattern}" has no logs from ${iso(from)} to ${iso(to)}${source.filter ? ' that pass the filter' : ''}. `;
  return new DetectorError(
    'not_found',
    where +
      (all.newest === null || all.oldest === null
        ? 'It has none at all: check that logs arrive there, and the filter.'
        : `Its logs are from ${iso(all.oldest)} to ${iso(all.newest)}: train and score that range, or enlarge the training window.`)
  );
}

/** @example knownTime(23 * 60_000) // '23 minutes' */
function knownTime(ms: number): string {
  const of = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (ms < 2 * HOUR_MS) return of(Math.round(ms / 60_000), 'minute');
  return ms < 2 * DAY_MS
    ? of(Math.round(ms / HOUR_MS), 'hour')
    : of(Math.floor(ms / DAY_MS), 'day');
}

/** What is to be known of the logs that a model learned from. */
export function dataNotices(
  maxEntities: number,
  extent: Pick<LogExtent, 'logs' | 'withoutEntity'>,
  { omitted, range: { from, to } }: Pick<LearnedBuckets, 'omitted' | 'range'>,
  isComplete: boolean
): string[] {
  const days = (to - from) / DAY_MS;
  const notices: string[] = [];
  if (days < 14) {
    notices.push(
      `The model knows ${knownTime(to - from)} of logs. ` +
        'Until it knows two weeks, it cannot tell all weekdays apart and will raise more false alarms.'
    );
  }
  if (!isComplete) {
    notices.push(
      'The older logs of the training window are still being counted. The detector learns again once they are.'
    );
  }
  if (extent.withoutEntity > 0) {
    notices.push(
      `${withSeparators(extent.withoutEntity)} of ${counted(extent.logs, 'log')} have no value in an entity field and are not watched.`
    );
  }
  if (omitted.count > 0) {
    notices.push(
      `${omitted.more ? 'At least ' : ''}${counted(omitted.count, 'entity', 'entities')} beyond the limit of ${withSeparators(maxEntities)} ${omitted.count === 1 ? 'is' : 'are'} not watched, among them ${omitted.examples.map(quoted).join(', ')}. Raise "maxEntities", narrow the filter, or choose entity fields with fewer values.`
    );
  }
  return notices;
}
