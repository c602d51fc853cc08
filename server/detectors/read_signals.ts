import type { SignalsResponse } from '../../common/api';
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

/**
 * Reads what an entity did and what its model expects, with the client's rights.
 * @throws DetectorError when the model is of other settings or does not know the entity, or the range is too long
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
  const found = entitiesOf(model).find((candidate) => candidate.entity === wanted);
  if (!found) {
    throw new DetectorError(
      'not_found',
      `Model ${summary.number} does not know "${wanted}". It is watched from the first training on that finds logs of it.`
    );
  }
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
      `The range holds ${length} buckets, and a chart shows at most ${MAX_BUCKETS}. Choose a shorter one.`
    );
  }
  const source = sourceOf(detector, summary);
  // What is typical goes with the level of the days before.
  const before = warmUpBuckets(spanMs);
  const { entity, values } = found;
  const table = await readEntity(
    buckets,
    { detector, spaceId, client, source, entity, values },
    { ...range, from: range.from - before * spanMs }
  );
  const times = Array.from({ length }, (_, index) => range.from + index * spanMs);
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
        actual: knownOnly(actualOf(signal, table)).slice(before),
        typical: knownOnly(band.typical),
        lower: knownOnly(band.lower),
        upper: knownOnly(band.upper),
      };
    }),
    modelNumber: summary.number,
    notices: [],
  };
}
