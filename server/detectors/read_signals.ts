import type { SignalsResponse } from '../../common/api';
import type { DetectorSettings } from '../../common/detector';
import { withSeparators } from '../../common/counted';
import { signalNames, type SignalName } from '../../common/signal';
import { entitiesOf, expectedBand, typicalThroughput, warmUpBuckets } from '../detection';
import type { BucketTable, EntityBuckets } from '../detection/types';
import { DetectorError } from '../errors';
import type { LoadedModel } from '../models/model_cache';
import { settingsHash } from '../models/settings_hash';

import { readEntity, type EntityBucketServices, type EntityRequest } from './read_entity';
import { sourceOf } from './score_detector';

/** The most buckets one chart reads: 5 weeks of 5 minutes. */
const MAX_BUCKETS = 10_080;

const ACTUAL: Record<SignalName, (buckets: EntityBuckets, index: number) => number> = {
  throughput: ({ count }, index) => count[index],
  error_rate: ({ serverErrors, count }, index) => serverErrors[index] / count[index],
  client_error_rate: ({ clientErrors, count }, index) => clientErrors[index] / count[index],
  latency_p50: ({ latencyP50 }, index) => latencyP50[index],
  latency_p95: ({ latencyP95 }, index) => latencyP95[index],
  latency_p99: ({ latencyP99 }, index) => latencyP99[index],
};

/** What the only entity of a table did; without logs it had no requests, and nothing else is known. */
export function actualOf(
  signal: string,
  { length, metrics, entities }: BucketTable
): ArrayLike<number> {
  const buckets = entities[0] as EntityBuckets | undefined;
  const builtIn = signalNames.find((name) => name === signal);
  if (buckets === undefined) {
    return new Float64Array(length).fill(builtIn === 'throughput' ? 0 : NaN);
  }
  if (builtIn === undefined) return buckets.metrics[metrics.indexOf(signal)];
  return Float64Array.from({ length }, (_, index) => ACTUAL[builtIn](buckets, index));
}

/** What cannot be known travels as null. */
export const knownOnly = (values: ArrayLike<number>): Array<number | null> =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));

/** What an entity of which no model knows has in the entity fields, as far as its name says so. */
function valuesOf(
  entity: string,
  { entityFields }: Pick<DetectorSettings, 'entityFields'>
): string[] | undefined {
  if (entityFields.length === 1) return [entity];
  const values = entity.split(' | ');
  return values.length === entityFields.length ? values : undefined;
}

/**
 * Reads what an entity did and what its model expects, with the client's rights. Of an entity that the model does not know,
 * nothing is expected.
 * @throws DetectorError when the model is of other settings, there is no such entity, or the range is too long
 */
export async function readSignals(
  buckets: EntityBucketServices,
  { client, detector, spaceId }: Pick<EntityRequest, 'client' | 'detector' | 'spaceId'>,
  { model, summary }: LoadedModel,
  { from, to, entity: wanted }: { from: number; to: number; entity: string }
): Promise<SignalsResponse> {
  // What is read with the new settings is nothing that the old model expects.
  if (summary.settingsHash !== settingsHash(detector.settings)) {
    throw new DetectorError(
      'conflict',
      `The settings have changed since model ${summary.number} was trained. Train the detector again, or start it, to see what is typical.`
    );
  }
  const known = entitiesOf(model).find((candidate) => candidate.entity === wanted);
  const values = known?.values ?? valuesOf(wanted, detector.settings);
  const unknown = `Model ${summary.number} does not know "${wanted}". It is watched from the first training on that finds logs of it.`;
  if (values === undefined) throw new DetectorError('not_found', unknown);
  const spanMs = summary.bucketSpanSeconds * 1000;
  const range = {
    from: Math.floor(from / spanMs) * spanMs,
    to: Math.min(Math.ceil(to / spanMs) * spanMs, Math.floor(Date.now() / spanMs) * spanMs),
    spanMs,
  };
  const length = Math.max(0, (range.to - range.from) / spanMs);
  if (length > MAX_BUCKETS) {
    throw new DetectorError(
      'invalid',
      `The range holds ${withSeparators(length)} buckets, and a chart shows at most ${withSeparators(MAX_BUCKETS)}. Choose a shorter one.`
    );
  }
  const source = sourceOf(detector, summary);
  // What is typical goes with the level of the days before.
  const before = warmUpBuckets(spanMs);
  const entity = wanted;
  const table = await readEntity(
    buckets,
    { detector, spaceId, client, source, entity, values },
    { ...range, from: range.from - before * spanMs }
  );
  if (known === undefined && table.entities.length === 0) {
    throw new DetectorError('not_found', unknown);
  }
  const times = Array.from({ length }, (_, index) => range.from + index * spanMs);
  const firstSeen = model.entities.get(wanted)?.firstSeen ?? -Infinity;
  // Before it was first seen, it was not silent: it was not there.
  const wasThere = (value: number | null, index: number): number | null =>
    value === 0 && times[index] < firstSeen ? null : value;
  const usualRequests = typicalThroughput(model, entity, table)?.subarray(before);
  return {
    bucketSpanMs: spanMs,
    times,
    signals: summary.signals.map((signal) => {
      const band = expectedBand(model, entity, signal, times, {
        usualRequests,
        sensitivity: detector.settings.sensitivity,
      });
      return {
        signal,
        actual: knownOnly(actualOf(signal, table)).slice(before).map(wasThere),
        typical: knownOnly(band.typical),
        lower: knownOnly(band.lower),
        upper: knownOnly(band.upper),
      };
    }),
    modelNumber: summary.number,
    notices: known === undefined ? [unknown] : [],
  };
}
