import type { ElasticsearchClient } from '@kbn/core/server';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import { durationMs } from '../../common/duration';
import type { RulePreviewResponse } from '../../common/rule_preview';
import { RuleIncidents } from '../elasticsearch/rule_incidents';
import type { Space } from '../space';

import { episodesOf } from './episodes';
import { watchedDetectors } from './watched_detectors';

const HOUR_MS = 3_600_000;

/** So many of the alerts are shown. */
const SHOWN = 5;

/**
 * What a rule would have told in the hours before `now`, found as the rule itself finds it, with the rights of the client.
 * @throws DetectorError
 */
export async function previewAnomalyRule(
  client: ElasticsearchClient,
  space: Space,
  params: AnomalyRuleParams,
  { hours, now }: { hours: number; now: number }
): Promise<RulePreviewResponse> {
  const from = now - hours * HOUR_MS;
  const { detectors, stopped } = await watchedDetectors(space, params.detectorIds);
  const search = new RuleIncidents(client, space, params);
  const { incidents, more } = await search.find(
    detectors.map(({ id }) => ({ detectorId: id, from, to: now }))
  );
  const options = { minBuckets: params.minBuckets, coolDown: durationMs(params.coolDown) };
  const byAlert = episodesOf(incidents, options);
  const episodes = [...byAlert.values()].flat().sort((a, b) => b.start - a.start);
  const shown = episodes.slice(0, SHOWN);
  const worst = await search.worstRecords(shown.map(({ incidentId }) => incidentId));
  return {
    hours,
    alerts: episodes.length,
    entities: byAlert.size,
    more,
    stopped: stopped.length,
    latest: shown.flatMap(({ entity, start, end, incidentId }) => {
      const record = worst.get(incidentId);
      if (!record) return [];
      return [
        {
          entity,
          detectorName: record.detector_name,
          start: new Date(start).toISOString(),
          end: new Date(end).toISOString(),
          score: record.record_score,
          description: record.description,
        },
      ];
    }),
  };
}
