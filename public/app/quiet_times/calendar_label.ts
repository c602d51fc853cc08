import { i18n } from '@kbn/i18n';

import { weekdays, type CalendarTimes, type Weekday } from '../../../common/quiet_times';

/** From Monday on, as in the calendars of most. */
export const weekdayOrder: readonly Weekday[] = [...weekdays.slice(1), weekdays[0]];

const WEEKDAY_LABELS: Record<Weekday, () => string> = {
  monday: () => i18n.translate('anomalyDetector.weekday.monday', { defaultMessage: 'Mon' }),
  tuesday: () => i18n.translate('anomalyDetector.weekday.tuesday', { defaultMessage: 'Tue' }),
  wednesday: () => i18n.translate('anomalyDetector.weekday.wednesday', { defaultMessage: 'Wed' }),
  thursday: () => i18n.translate('anomalyDetector.weekday.thursday', { defaultMessage: 'Thu' }),
  friday: () => i18n.translate('anomalyDetector.weekday.friday', { defaultMessage: 'Fri' }),
  saturday: () => i18n.translate('anomalyDetector.weekday.saturday', { defaultMessage: 'Sat' }),
  sunday: () => i18n.translate('anomalyDetector.weekday.sunday', { defaultMessage: 'Sun' }),
};

export const weekdayLabel = (weekday: Weekday): string => WEEKDAY_LABELS[weekday]();

/** When a calendar holds, in words. */
export function calendarLabel(times: CalendarTimes, formatTime: (time: string) => string): string {
  if (times.kind === 'holidays') return times.days.join(', ');
  const ends =
    times.kind === 'once'
      ? { from: formatTime(times.from), to: formatTime(times.to) }
      : { from: times.from, to: times.to };
  const span = i18n.translate('anomalyDetector.quiet.fromTo', {
    defaultMessage: '{from} to {to}',
    values: ends,
  });
  if (times.kind === 'once') return span;
  const days = weekdayOrder.filter((weekday) => times.weekdays.includes(weekday));
  return i18n.translate('anomalyDetector.calendars.weeklyLabel', {
    defaultMessage: '{days}, {span}',
    values: { days: days.map(weekdayLabel).join(', '), span },
  });
}
