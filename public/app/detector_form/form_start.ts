import { decodeOrThrow } from '../../../common/codecs';
import { detectorSettingsCodec, type DetectorSettings } from '../../../common/detector';
import { durationMs } from '../../../common/duration';
import type { LogsDescription } from '../../../common/preview';

const DAY_MS = 86_400_000;

/** A range to learn from, as date math or ISO 8601. */
export interface LearnedRange {
  from: string;
  to: string;
}

/** What a detector that is started learns from. */
const usualRange = (trainingWindow: string): LearnedRange => ({
  from: `now-${trainingWindow}`,
  to: 'now',
});

/** Whether a detector that is just started would learn from the range: then it need not be trained on it first. */
export const isUsualRange = ({ from, to }: LearnedRange, trainingWindow: string): boolean => {
  const usual = usualRange(trainingWindow);
  return from === usual.from && to === usual.to;
};

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

/** The range to learn from first: the training window, or of logs that ended long ago, as long a one up to their end. */
export function firstRange(
  logs: LogsDescription['logs'],
  trainingWindow: string,
  now: number
): LearnedRange {
  if (logs === null || now - Date.parse(logs.newest) < DAY_MS) return usualRange(trainingWindow);
  const newest = Date.parse(logs.newest);
  const oldest = Math.max(Date.parse(logs.oldest), newest - durationMs(trainingWindow));
  return {
    from: new Date(oldest).toISOString(),
    to: new Date(newest + 1).toISOString(),
  };
}
