import type { DetectorSettings } from '../../../common/detector';
import type { LogsDescription } from '../../../common/preview';
import { useServices } from '../app_services';
import { useRequest, type RequestState } from '../use_request';
import { useSettled } from '../use_settled';
import type { FormFaults } from './form_faults';

const PAUSE_MS = 500;

/** The faults of the settings that say which logs are meant. */
const QUESTIONED = [
  'indexPattern',
  'timeField',
  'filter',
  'entityFields',
  'fields.latency',
  'fields.status',
];

/** What the logs are like that the settings mean; asked for once nothing more is typed. */
export function useLogsDescription(
  { indexPattern, timeField, filter, entityFields, fields }: DetectorSettings,
  faults: FormFaults
): RequestState<LogsDescription> & {
  /** Whether what is known is about the settings as they are now. */
  isCurrent: boolean;
} {
  const { api } = useServices();
  const isAskable = QUESTIONED.every((place) => faults[place] === undefined);
  const question = { indexPattern, timeField, filter, entityFields, fields };
  const key = isAskable ? JSON.stringify(question) : null;
  const settled = useSettled(key, PAUSE_MS);
  const request = useRequest(settled, (signal) => api.describeLogs(question, signal));
  return { ...request, isCurrent: settled === key && request.data !== undefined };
}
