import { i18n } from '@kbn/i18n';
import moment from 'moment-timezone';

import type { Calendar, CalendarBody, CalendarTimes, Weekday } from '../../../common/quiet_times';

/** What stands in the form of a calendar; local times are those of the detector's time zone. */
export interface CalendarFields {
  name: string;
  /** None for all. */
  entities: string[];
  kind: CalendarTimes['kind'];
  /** `YYYY-MM-DDTHH:mm` */
  onceFrom: string;
  onceTo: string;
  weekdays: Weekday[];
  /** `HH:mm`; midnight at the end is "00:00". */
  weeklyFrom: string;
  weeklyTo: string;
  /** A day a line. */
  days: string;
}

export type CalendarFaults = Partial<Record<keyof CalendarFields, string>>;

const LOCAL = 'YYYY-MM-DDTHH:mm';

/** The form of a calendar that is there, or of a new one. */
export function fieldsOf(calendar: Calendar | undefined, timeZone: string): CalendarFields {
  const fields: CalendarFields = {
    name: calendar?.name ?? '',
    entities: calendar?.entities ?? [],
    kind: calendar?.times.kind ?? 'weekly',
    onceFrom: '',
    onceTo: '',
    weekdays: [],
    weeklyFrom: '02:00',
    weeklyTo: '04:00',
    days: '',
  };
  const times = calendar?.times;
  if (times?.kind === 'once') {
    const local = (time: string) => moment.tz(time, timeZone).format(LOCAL);
    return { ...fields, onceFrom: local(times.from), onceTo: local(times.to) };
  }
  if (times?.kind === 'weekly') {
    const weeklyTo = times.to === '24:00' ? '00:00' : times.to;
    return { ...fields, weekdays: times.weekdays, weeklyFrom: times.from, weeklyTo };
  }
  return times ? { ...fields, days: times.days.join('\n') } : fields;
}

const daysOf = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((day) => day !== '')),
];

const needed = () =>
  i18n.translate('anomalyDetector.calendarForm.needed', { defaultMessage: 'This is needed.' });

/** What is wrong with a form, by field; empty when nothing is. */
export function calendarFaults(fields: CalendarFields): CalendarFaults {
  const faults: CalendarFaults = {};
  if (fields.name.trim() === '') faults.name = needed();
  if (fields.kind === 'once') {
    if (fields.onceFrom === '') faults.onceFrom = needed();
    if (fields.onceTo === '') faults.onceTo = needed();
    else if (fields.onceTo <= fields.onceFrom) {
      faults.onceTo = i18n.translate('anomalyDetector.calendarForm.endsBefore', {
        defaultMessage: 'It must end after it begins.',
      });
    }
  } else if (fields.kind === 'weekly') {
    if (fields.weekdays.length === 0) {
      faults.weekdays = i18n.translate('anomalyDetector.calendarForm.noWeekday', {
        defaultMessage: 'Choose a weekday, or several.',
      });
    }
    if (fields.weeklyFrom === '') faults.weeklyFrom = needed();
    if (fields.weeklyTo === '') faults.weeklyTo = needed();
    else if (fields.weeklyTo === fields.weeklyFrom && fields.weeklyTo !== '00:00') {
      faults.weeklyTo = i18n.translate('anomalyDetector.calendarForm.same', {
        defaultMessage: 'It ends when it begins. A whole day is from 00:00 to 00:00.',
      });
    }
  } else {
    const days = daysOf(fields.days);
    const odd = days.find((day) => !moment.utc(day, 'YYYY-MM-DD', true).isValid());
    if (days.length === 0) faults.days = needed();
    if (odd !== undefined) {
      faults.days = i18n.translate('anomalyDetector.calendarForm.noDay', {
        defaultMessage: '"{odd}" is no day: write it as 2026-12-24.',
        values: { odd },
      });
    }
  }
  return faults;
}

/** A form without faults as it is sent. */
export function calendarOf(fields: CalendarFields, timeZone: string): CalendarBody {
  return {
    name: fields.name.trim(),
    entities: fields.entities.length > 0 ? fields.entities : null,
    times: timesOf(fields, timeZone),
  };
}

function timesOf(fields: CalendarFields, timeZone: string): CalendarTimes {
  const { kind } = fields;
  if (kind === 'once') {
    const instant = (local: string) => moment.tz(local, LOCAL, timeZone).toISOString();
    return { kind, from: instant(fields.onceFrom), to: instant(fields.onceTo) };
  }
  if (kind === 'weekly') {
    const { weekdays, weeklyFrom: from, weeklyTo } = fields;
    return { kind, weekdays, from, to: weeklyTo === '00:00' ? '24:00' : weeklyTo };
  }
  return { kind, days: daysOf(fields.days) };
}
