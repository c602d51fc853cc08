import type { ElasticsearchClient } from '@kbn/core/server';

import type { DetectorSettings, SignalName } from '../../common/detector';
import { durationMs } from '../../common/duration';
import { MAX_COUNTED_ENTITIES, type PreviewResponse } from '../../common/preview';
import { ceilTo, floorTo } from '../buckets/time_ranges';
import { tryFilter } from '../detectors/check_settings';
import { countEntities, type CountedEntity } from '../elasticsearch/entity_counts';
import { entityName } from '../elasticsearch/bucket_reader';
import { discoverSource } from '../elasticsearch/field_discovery';
import { readLogExtent } from '../elasticsearch/log_extent';
import { entityFilters, filterQuery, type LogSource } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';
import { wantedSpanMs } from '../models/bucket_span';
import { measurableSignals, withoutEmptyFields } from '../models/measurable_signals';

import { sampleEntities, type EntitySample } from './sample_entities';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Entities that have logs in so much of the newest ones are chosen from. */
const CHOSEN_FROM_MS = 4 * DAY_MS;

/** Which logs a preview is of, with the rights of whoever asks. */
export interface PreviewLogs {
  source: LogSource;
  signals: SignalName[];
  /** Of the buckets; where it is found at training, the one to begin with. */
  spanMs: number;
  /** Epoch ms: the oldest log, and the end of the last complete bucket that has logs. */
  oldest: number;
  to: number;
  entities: { all: CountedEntity[]; more: boolean };
  notices: string[];
}

/**
 * Finds the logs that unsaved settings mean.
 * @throws DetectorError in words, with the setting that is to be changed
 */
export async function findPreviewLogs(
  client: ElasticsearchClient,
  settings: DetectorSettings,
  signal: AbortSignal
): Promise<PreviewLogs> {
  const discovery = await discoverSource(client, settings, 'user');
  if (discovery.misfits.length > 0) {
    throw new DetectorError('invalid', discovery.misfits.join(' '), 'metrics');
  }
  const filter = filterQuery(settings.filter);
  if (filter) await tryFilter(client, settings.indexPattern, filter);
  const extent = await readLogExtent(client, discovery.source);
  if (extent.oldest === null || extent.newest === null) {
    throw new DetectorError(
      'not_found',
      `"${settings.indexPattern}" has no logs${filter ? ' that pass the filter' : ''}: there is nothing to look at yet.`,
      filter ? 'filter' : 'indexPattern'
    );
  }
  const { source, notices } = withoutEmptyFields(discovery, extent);
  const spanMs = wantedSpanMs(settings);
  const complete = Date.now() - durationMs(settings.queryDelay);
  const to = floorTo(Math.min(complete, ceilTo(extent.newest + 1, spanMs)), spanMs);
  const counted = await countEntities(
    client,
    source,
    { from: Math.max(extent.oldest, to - CHOSEN_FROM_MS), to },
    signal
  );
  if (counted.entities.length === 0) {
    throw new DetectorError(
      'not_found',
      `None of the newest logs of "${settings.indexPattern}" has a value in ${settings.entityFields.map((field) => `"${field}"`).join(' and ')} and is in a complete bucket. Choose entity fields that the logs have, or wait for more logs.`,
      'entityFields'
    );
  }
  return {
    source,
    signals: measurableSignals(settings.signals, source),
    spanMs,
    oldest: extent.oldest,
    to,
    // Those that a detector would leave out say nothing of what it finds.
    entities: { all: counted.entities.slice(0, settings.maxEntities), more: counted.more },
    notices,
  };
}

/** The source with the logs of some entities alone. */
export function ofEntities(source: LogSource, entities: readonly CountedEntity[]): LogSource {
  const filter = {
    bool: {
      minimum_should_match: 1,
      should: entities.map(({ values }) => ({
        bool: { filter: entityFilters(source.entityFields, values) },
      })),
      ...(source.filter && { filter: [source.filter] }),
    },
  };
  return { ...source, filter };
}

/** Entities to look at in a preview, and how many entities each stands for. */
export function sampleOf(
  { entities: { all, more } }: PreviewLogs,
  size: number
): {
  sample: EntitySample;
  chosen: CountedEntity[];
  weightOf: (entity: string) => number;
  told: PreviewResponse['entities'];
} {
  const sample = sampleEntities(all, size);
  const chosen = [...sample.busiest, ...sample.others];
  const others = new Set(sample.others.map(({ values }) => entityName(values)));
  return {
    sample,
    chosen,
    weightOf: (entity) => (others.has(entity) ? sample.othersWeight : 1),
    told: {
      all: Math.min(all.length, MAX_COUNTED_ENTITIES),
      more,
      sampled: chosen.map(({ values }) => entityName(values)),
    },
  };
}
