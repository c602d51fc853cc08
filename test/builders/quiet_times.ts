import type { Calendar, ExpectedRange, Mute, QuietTimes } from '../../common/quiet_times';

const author = { by: 'ann', at: '2026-03-01T00:00:00.000Z' };

export const quietTimes = (changes: Partial<QuietTimes> = {}): QuietTimes => ({
  expected: [],
  mutes: [],
  calendars: [],
  ...changes,
});

export const anExpected = (changes: Partial<ExpectedRange> = {}): ExpectedRange => ({
  entity: 'checkout',
  from: '2026-03-02T10:00:00.000Z',
  to: '2026-03-02T11:00:00.000Z',
  note: 'load test',
  ...author,
  ...changes,
});

export const aMute = (changes: Partial<Mute> = {}): Mute => ({
  id: 'mute-1',
  entity: 'checkout',
  from: '2026-03-02T10:00:00.000Z',
  until: '2026-03-02T11:00:00.000Z',
  reason: 'known, being worked on',
  ...author,
  ...changes,
});

export const aCalendar = (changes: Partial<Calendar> = {}): Calendar => ({
  id: 'calendar-1',
  name: 'Backup',
  entities: null,
  times: { kind: 'weekly', weekdays: ['sunday'], from: '02:00', to: '03:00' },
  ...author,
  ...changes,
});
