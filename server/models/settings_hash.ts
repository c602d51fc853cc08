import { createHash } from 'node:crypto';

import type { DetectorSettings } from '../../common/detector';

/** Hash of the settings that a model depends on: two detectors with the same one learn the same. */
export function settingsHash({
  indexPattern,
  timeField,
  filter,
  entityFields,
  maxEntities,
  fields,
  signals,
  metrics,
  bucketSpan,
  timeZone,
}: DetectorSettings): string {
  const { latency, status } = fields;
  return createHash('sha256')
    .update(
      JSON.stringify([
        indexPattern,
        timeField,
        filter.language,
        filter.query,
        entityFields,
        maxEntities,
        // Absent ("find it") and null ("switched off") are not the same.
        latency === undefined ? 'found' : latency && [latency.field, latency.unit],
        status === undefined ? 'found' : status && status.field,
        [...signals].sort(),
        bucketSpan,
        timeZone,
        ...[...metrics]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, aggregation, field, percent, direction }) => [
            name,
            aggregation,
            field,
            percent ?? null,
            direction,
          ]),
      ])
    )
    .digest('hex')
    .slice(0, 16);
}
