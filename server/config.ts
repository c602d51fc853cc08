import { schema } from '@kbn/config-schema';
import type { PluginConfigDescriptor } from '@kbn/core/server';

import { durationMs, parseDuration } from '../common/duration';

/** `anomalyDetector.*` in `kibana.yml`; documented in the README. */
export interface AnomalyDetectorConfig {
  enabled: boolean;
  /** Detectors in one space. */
  maxDetectors: number;
  /** The most entities a detector may ask for. */
  maxEntities: number;
  /** How far back scoring catches up after a time in which it did not run. */
  maxCatchUp: string;
  /** Trainings at once in all Kibanas of the cluster. */
  maxConcurrentTrainings: number;
  /** The most buckets that one scoring reads; the rest follows in the next. */
  maxBucketsPerRun: number;
  /** How long a detector waits for an answer of Elasticsearch. */
  requestTimeout: string;
}

/** A duration from `least` to `most`, as `kibana.yml` gives it. */
const durationSetting = (defaultValue: string, least: string, most: string) =>
  schema.string({
    defaultValue,
    validate: (value) => {
      const ms = parseDuration(value);
      return ms !== undefined && ms >= durationMs(least) && ms <= durationMs(most)
        ? undefined
        : `"${value}" is no duration from ${least} to ${most}: give a whole number and s, m, h or d, such as "${defaultValue}"`;
    },
  });

export const config: PluginConfigDescriptor<AnomalyDetectorConfig> = {
  schema: schema.object({
    enabled: schema.boolean({ defaultValue: true }),
    maxDetectors: schema.number({ defaultValue: 200, min: 1, max: 10_000 }),
    maxEntities: schema.number({ defaultValue: 10_000, min: 1, max: 10_000 }),
    maxCatchUp: durationSetting('24h', '5m', '90d'),
    maxConcurrentTrainings: schema.number({ defaultValue: 4, min: 1, max: 100 }),
    maxBucketsPerRun: schema.number({ defaultValue: 2_000_000, min: 1_000, max: 100_000_000 }),
    requestTimeout: durationSetting('30s', '1s', '10m'),
  }),
};
