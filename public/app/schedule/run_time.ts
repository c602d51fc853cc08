import { i18n } from '@kbn/i18n';

/** How long a run took, in words: to a tenth of a second below ten. */
export function runTime(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds >= 120) {
    return i18n.translate('anomalyDetector.schedule.minutes', {
      defaultMessage: '{minutes} min',
      values: { minutes: Math.round(seconds / 60) },
    });
  }
  return i18n.translate('anomalyDetector.schedule.seconds', {
    defaultMessage: '{seconds} s',
    values: { seconds: seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds) },
  });
}
