import type { DifferencesQuery, DifferencesResponse } from '../../common/differences';
import type { Detector } from '../../common/detector';
import type { ListedRecord } from '../../common/record';
import { entitiesOf } from '../detection';
import type { Caller } from '../detectors/caller';
import { discoverSource } from '../elasticsearch/field_discovery';
import { RecordSearch } from '../elasticsearch/record_search';
import { DetectorError } from '../errors';
import type { ModelCache } from '../models/model_cache';
import type { Space } from '../space';

import { anomalousStretch } from './anomalous_stretch';
import { findDifferences } from './find_differences';
import type { TimeSlot } from './typical_time';

const DAY_MS = 86_400_000;
/** Longer ones are no incident any more, and cost what all logs cost. */
const MAX_DAYS = 7;
/** As far as records tell what was not usual, and how far the anomaly reaches. */
const LOOK_BACK_MS = 8 * DAY_MS;
const LOOK_AHEAD_MS = DAY_MS;
const MAX_RECORDS = 1_000;
/** Records from *minor* on make a stretch; from *major* on they are kept out of what is usual. */
const MINOR = 25;
const MAJOR = 50;

const slotOf = (record: ListedRecord): TimeSlot => {
  const from = Date.parse(record['@timestamp']);
  return { from, to: from + record.bucket_span_seconds * 1_000 };
};

/** An incident is known to have begun when it did; records of earlier versions and single ones have none. */
const beginningBy = (incidentStart: string | null, stretch: TimeSlot): TimeSlot => ({
  from: Math.min(stretch.from, incidentStart === null ? Infinity : Date.parse(incidentStart)),
  to: stretch.to,
});

/** Tells what is different about an anomaly of a detector's entity, with the rights of whoever asks. */
export class ExplainAnomaly {
  constructor(private readonly models: ModelCache) {}

  /** @throws DetectorError in words */
  async execute(
    caller: Caller,
    space: Space,
    detectorId: string,
    query: DifferencesQuery
  ): Promise<DifferencesResponse> {
    const detector = await space.detectors.get(detectorId);
    const asked = { from: Date.parse(query.from), to: Date.parse(query.to) };
    if (asked.to <= asked.from || asked.to - asked.from > MAX_DAYS * DAY_MS) {
      throw new DetectorError(
        'invalid',
        `"from" (${query.from}) must be before "to" (${query.to}), and at most ${MAX_DAYS} days before it.`
      );
    }
    const [{ anomalies }, { source }] = await Promise.all([
      new RecordSearch(caller.client, space.recordsIndex).list(
        { spaceId: space.id, detectorIds: [detector.id] },
        {
          detectorId: detector.id,
          entity: query.entity,
          from: new Date(asked.from - LOOK_BACK_MS).toISOString(),
          to: new Date(asked.to + LOOK_AHEAD_MS).toISOString(),
          minScore: undefined,
          signal: undefined,
          suppressed: undefined,
          sort: 'time',
          size: MAX_RECORDS,
          page: 1,
        }
      ),
      discoverSource(caller.client, detector.settings, 'user', asked),
    ]);
    const inTime = anomalies.filter((record) => {
      const { from, to } = slotOf(record);
      return from < asked.to && to > asked.from;
    });
    const known = inTime.find(({ signal }) => signal === query.signal);
    const [{ incident_start: incidentStart }] = [...inTime, { incident_start: null }];
    // Of anything but traffic, something that is there now brings it about, whichever way it goes.
    const isTraffic = query.signal === 'throughput';
    const scoring = (least: number): TimeSlot[] =>
      anomalies.filter((record) => record.record_score >= least).map(slotOf);
    return findDifferences(caller.client, {
      source,
      entity: query.entity,
      values: await this.valuesOf(space, detector, query.entity, anomalies),
      asked,
      stretch: beginningBy(incidentStart, anomalousStretch(scoring(MINOR), asked)),
      anomalous: scoring(MAJOR),
      signal: query.signal,
      direction: isTraffic ? (query.direction ?? known?.direction ?? 'high') : 'high',
    });
  }

  /** The values of the entity fields behind an entity's name, which cannot be taken apart for certain. */
  private async valuesOf(
    space: Space,
    { settings: { name, entityFields }, status }: Detector,
    entity: string,
    records: readonly ListedRecord[]
  ): Promise<string[]> {
    if (entityFields.length === 1) return [entity];
    const record = records.find(({ entity_values: values }) =>
      entityFields.every((field) => field in values)
    );
    if (record) return entityFields.map((field) => record.entity_values[field]);
    if (status.activeModelId !== null) {
      const { model } = await this.models.load(space.models, status.activeModelId);
      const found = entitiesOf(model).find((candidate) => candidate.entity === entity);
      if (found?.values.length === entityFields.length) return found.values;
    }
    throw new DetectorError(
      'not_found',
      `Detector "${name}" knows no entity "${entity}". Give the name of one that it has records of.`
    );
  }
}
