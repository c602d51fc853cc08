import { i18n } from '@kbn/i18n';
import moment from 'moment-timezone';

import { weekdays, type CalendarTimes, type QuietTimes } from '../../../common/quiet_times';
import type { TimeRange } from '../time_range';

/** A stretch of time, epoch ms, in which what an entity does is no alarm. */
export interface QuietRange extends TimeRange {
  /** Why, in words. */
  title: string;
}

/** The stretches of [from, to) that an entity is quiet in, by expectation, mute and calendar, cut to it. */
export function quietRangesOf(
  { expected, mutes, calendars }: QuietTimes,
  timeZone: string,
  entity: string,
  { from, to }: TimeRange
): QuietRange[] {
  const found: QuietRange[] = [
    ...expected
      .filter((one) => one.entity === entity)
      .map((one) => ({
        from: Date.parse(one.from),
        to: Date.parse(one.to),
        title: withReason(
          i18n.translate('anomalyDetector.suppression.expected', { defaultMessage: 'expected' }),
          one.note
        ),
      })),
    ...mutes
      .filter((one) => one.entity === null || one.entity === entity)
      .map((one) => ({
        from: Date.parse(one.from),
        to: Date.parse(one.until),
        title: withReason(
          i18n.translate('anomalyDetector.suppression.mute', { defaultMessage: 'muted' }),
          one.reason
        ),
      })),
    ...calendars
      .filter(({ entities }) => entities === null || entities.includes(entity))
      .flatMap(({ name, times }) =>
        calendarRanges(times, timeZone, { from, to }).map((range) => ({ ...range, title: name }))
      ),
  ];
  return found
    .filter((range) => range.from < to && range.to > from)
    .map((range) => ({ ...range, from: Math.max(range.from, from), to: Math.min(range.to, to) }));
}

const withReason = (suppression: string, reason: string): string =>
  reason === ''
    ? suppression
    : i18n.translate('anomalyDetector.suppression.because', {
        defaultMessage: '{suppression}: {reason}',
        values: { suppression, reason },
      });

/** When a calendar holds by the clock on the wall, for each day that touches the range. */
function calendarRanges(times: CalendarTimes, timeZone: string, range: TimeRange): TimeRange[] {
  if (times.kind === 'once') return [{ from: Date.parse(times.from), to: Date.parse(times.to) }];
  const at = (day: string, time: string): number => moment.tz(`${day}T${time}`, timeZone).valueOf();
  const after = (day: string): string => moment.utc(day).add(1, 'day').format('YYYY-MM-DD');
  if (times.kind === 'holidays') {
    return times.days.map((day) => ({ from: at(day, '00:00'), to: at(after(day), '00:00') }));
  }
  const ranges: TimeRange[] = [];
  // What begins on the day before may go on into the range.
  const day = moment.tz(range.from, timeZone).startOf('day').subtract(1, 'day');
  for (; day.valueOf() < range.to; day.add(1, 'day')) {
    if (!times.weekdays.includes(weekdays[day.day()])) continue;
    const date = day.format('YYYY-MM-DD');
    const endsAfter = times.to === '24:00' || times.to <= times.from;
    ranges.push({
      from: at(date, times.from),
      to: endsAfter
        ? at(after(date), times.to === '24:00' ? '00:00' : times.to)
        : at(date, times.to),
    });
  }
  return ranges;
}
