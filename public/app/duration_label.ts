import { i18n } from '@kbn/i18n';

/** A duration such as `5m` in words; what is no duration stays as it is. */
export function durationLabel(duration: string): string {
  const count = parseInt(duration, 10);
  const values = { count };
  switch (duration.slice(String(count).length)) {
    case 's':
      return i18n.translate('anomalyDetector.duration.seconds', {
        defaultMessage: '{count, plural, one {# second} other {# seconds}}',
        values,
      });
    case 'm':
      return i18n.translate('anomalyDetector.duration.minutes', {
        defaultMessage: '{count, plural, one {# minute} other {# minutes}}',
        values,
      });
    case 'h':
      return i18n.translate('anomalyDetector.duration.hours', {
        defaultMessage: '{count, plural, one {# hour} other {# hours}}',
        values,
      });
    case 'd':
      return i18n.translate('anomalyDetector.duration.days', {
        defaultMessage: '{count, plural, one {# day} other {# days}}',
        values,
      });
    default:
      return duration;
  }
}
