import type { estypes } from '@elastic/elasticsearch';

import { RECORD_MIN_SCORE } from '../../common/severity';
import { searchCondition, type ReadSetting } from '../app/search/search_condition';

import type { PanelInput } from './panel_input';

/**
 * The records that a panel is about; undefined where it is about all of them.
 * @throws KQLSyntaxError
 */
export function recordFilterOf(
  { settings: { entities, signals, minScore }, filters, query }: PanelInput,
  setting: ReadSetting
): estypes.QueryDslQueryContainer | undefined {
  const dashboard = searchCondition(filters, query, setting);
  const conditions: estypes.QueryDslQueryContainer[] = [
    ...(dashboard ? [dashboard] : []),
    ...(entities.length > 0 ? [{ terms: { entity: entities } }] : []),
    ...(signals.length > 0 ? [{ terms: { signal: signals } }] : []),
    // Every record has at least the lowest score.
    ...(minScore > RECORD_MIN_SCORE ? [{ range: { record_score: { gte: minScore } } }] : []),
  ];
  return conditions.length === 0 ? undefined : { bool: { filter: conditions } };
}
