import type { DetectorSettings } from './detector';

/** A setting that a model depends on. */
export type LearnedSetting = Extract<
  keyof DetectorSettings,
  | 'indexPattern'
  | 'timeField'
  | 'filter'
  | 'entityFields'
  | 'maxEntities'
  | 'fields'
  | 'signals'
  | 'bucketSpan'
  | 'timeZone'
  | 'metrics'
>;

function partsOf({
  indexPattern,
  timeField,
  filter,
  entityFields,
  maxEntities,
  fields: { latency, status },
  signals,
  bucketSpan,
  timeZone,
  metrics,
}: DetectorSettings): Array<[LearnedSetting, unknown[]]> {
  return [
    ['indexPattern', [indexPattern]],
    ['timeField', [timeField]],
    ['filter', [filter.language, filter.query]],
    ['entityFields', [entityFields]],
    ['maxEntities', [maxEntities]],
    [
      'fields',
      [
        // Absent ("find it") and null ("switched off") are not the same.
        latency === undefined ? 'found' : latency && [latency.field, latency.unit],
        status === undefined ? 'found' : status && status.field,
      ],
    ],
    ['signals', [[...signals].sort()]],
    ['bucketSpan', [bucketSpan]],
    ['timeZone', [timeZone]],
    [
      'metrics',
      [...metrics]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, aggregation, field, percent, direction }) => [
          name,
          aggregation,
          field,
          percent ?? null,
          direction,
        ]),
    ],
  ];
}

/** All that a model depends on, in an order that stays; for a hash. */
export const learnedValues = (settings: DetectorSettings): unknown[] =>
  partsOf(settings).flatMap(([, values]) => values);

/** The settings that have changed and that a model depends on: with any of them, the detector has to learn anew. */
export function changedLearnedSettings(
  before: DetectorSettings,
  after: DetectorSettings
): LearnedSetting[] {
  const earlier = new Map(partsOf(before));
  return partsOf(after)
    .filter(([setting, values]) => JSON.stringify(values) !== JSON.stringify(earlier.get(setting)))
    .map(([setting]) => setting);
}
