import { decodeOrThrow } from '../../../common/codecs';
import { detectorSettingsCodec, type DetectorSettings } from '../../../common/detector';
import type { LogsDescription } from '../../../common/preview';

const DAY_MS = 86_400_000;
/** So much is learned from first, where there is so much. */
const FIRST_TRAINING_MS = 28 * DAY_MS;
export const USUAL_RANGE = { from: 'now-28d', to: 'now' } as const;

/** What the form begins with for a new detector: the defaults, without a name, in the user's time zone. */
export const newSettings = (timeZone: string): DetectorSettings => ({
  ...decodeOrThrow(detectorSettingsCodec, {}),
  name: '',
  timeZone,
});

/** What takes the place of defaults that the logs do not have, or have no values in, as long as the user has not chosen anything. */
export function foundInstead(
  settings: Pick<DetectorSettings, 'timeField' | 'entityFields'>,
  touched: ReadonlySet<string>,
  { found, faults, recent }: LogsDescription
): Partial<DetectorSettings> {
  const wrong = new Set(faults.map(({ setting }) => setting));
  const isEmpty = recent?.filled[settings.entityFields.join()] === 0;
  return {
    ...(wrong.has('timeField') &&
      !touched.has('timeField') &&
      found.timeField !== null &&
      found.timeField !== settings.timeField && { timeField: found.timeField }),
    ...((wrong.has('entityFields') || isEmpty) &&
      !touched.has('entityFields') &&
      found.entityField !== null &&
      settings.entityFields.join() !== found.entityField && {
        entityFields: [found.entityField],
      }),
  };
}

/** The range to learn from first: the last weeks, or of logs that ended long ago, those up to their end. */
export function firstRange(
  logs: LogsDescription['logs'],
  now: number
): { from: string; to: string } {
  if (logs === null || now - Date.parse(logs.newest) < DAY_MS) return USUAL_RANGE;
  const newest = Date.parse(logs.newest);
  const oldest = Math.max(Date.parse(logs.oldest), newest - FIRST_TRAINING_MS);
  return {
    from: new Date(oldest).toISOString(),
    to: new Date(newest + 1).toISOString(),
  };
}
