import type { LogSource } from '../elasticsearch/log_source';

import type { AnomalousLogs } from './anomalous_logs';

/** What a failed request is told by, beside its status code: these differ because the logs are failures. */
const OF_FAILURES =
  /^(error\..*|event\.(outcome|kind|category|type)|log\.level|level|severity|http\.response\..*|status|status_?code|response_?code|http_status)(\.keyword)?$/i;

/** Whether a field's values differ by the choice of the logs alone. */
export function definesTheLogs(
  field: string,
  { entityFields, status }: LogSource,
  { restriction }: AnomalousLogs
): boolean {
  const name = field.replace(/\.keyword$/, '');
  if (entityFields.some((entityField) => entityField.replace(/\.keyword$/, '') === name))
    return true;
  if (restriction === null) return false;
  return (
    restriction.field === name || (restriction.field === status?.field && OF_FAILURES.test(field))
  );
}
