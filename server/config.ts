import { schema } from '@kbn/config-schema';
import type { PluginConfigDescriptor } from '@kbn/core/server';

import { parseDuration } from '../common/duration';

/** `anomalyDetector.*` in `kibana.yml`; documented in the README. */
export interface AnomalyDetectorConfig {
  enabled: boolean;
  /** Detectors in one space. */
  maxDetectors: number;
  /** The most entities a detector may ask for. */
  maxEntities: number;
  /** How far back scoring catches up after a time in which it did not run. */
  maxCatchUp: string;
}

export const config: PluginConfigDescriptor<AnomalyDetectorConfig> = {
  schema: schema.object({
    enabled: schema.boolean({ defaultValue: true }),
    maxDetectors: schema.number({ defaultValue: 200, min: 1, max: 10_000 }),
    maxEntities: schema.number({ defaultValue: 10_000, min: 1, max: 10_000 }),
    maxCatchUp: schema.string({
      defaultValue: '24h',
      validate: (value) =>
        parseDuration(value) === undefined
          ? `"${value}" is no duration: give a whole number and s, m, h or d, such as "24h"`
          : undefined,
    }),
  }),
};
