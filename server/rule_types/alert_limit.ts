import { withSeparators } from '../../common/counted';
import { severityBandOf } from '../../common/severity';

import type { Episode } from './episodes';

/** So many that are left out are named. */
const NAMED = 20;

/** What people are told of entities that have no alert because of Kibana's limit. */
export function leftOutWarning(
  leftOut: readonly Pick<Episode, 'entity' | 'worstScore'>[],
  all: number,
  limit: number
): string {
  const named = leftOut
    .slice(0, NAMED)
    .map(
      ({ entity, worstScore }) =>
        `"${entity}" (${severityBandOf(worstScore).severity}, ${Math.round(worstScore)})`
    )
    .join(', ');
  return (
    `${withSeparators(leftOut.length)} of ${withSeparators(all)} entities with anomalies have no alert yet, as a rule may have ${limit} at once (xpack.alerting.rules.run.alerts.max): ` +
    `${leftOut.length > NAMED ? `the worst of them are ${named}` : named}. They are alerted of when others have recovered.`
  );
}
