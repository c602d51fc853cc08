import { decodeOrThrow } from '../../../common/codecs';
import { eventBody } from '../../../common/events';
import { calendarBody, feedbackBody, muteBody, quietTimesCodec } from '../../../common/quiet_times';
import { aCalendar, aMute, anExpected, quietTimes } from '../../builders/quiet_times';

const calendar = (times: object, changes: object = {}) =>
  decodeOrThrow(calendarBody, { name: 'Backup', times, ...changes });

describe('a calendar', () => {
  it('is for all entities unless it names some', () => {
    const times = { kind: 'holidays', days: ['2028-02-29'] };
    expect(calendar(times)).toEqual({ name: 'Backup', entities: null, times });
    expect(calendar(times, { entities: ['checkout'] }).entities).toEqual(['checkout']);
  });

  it.each([
    [{ kind: 'yearly' }, 'times.kind is "yearly": must be one of "once", "weekly", "holidays"'],
    [{}, 'times.kind is missing: must be one of "once", "weekly", "holidays"'],
    [
      { kind: 'once', from: '2026-03-02T10:00:00Z', to: '2026-03-02T10:00:00Z' },
      'must be a time whose "to" is after its "from"',
    ],
    [
      { kind: 'weekly', weekdays: ['monday'], from: '02:00', to: '02:00' },
      'must be a time whose "from" and "to" differ; a whole day is from "00:00" to "24:00"',
    ],
    [
      { kind: 'weekly', weekdays: ['monday'], from: '24:00', to: '02:00' },
      'times.from is "24:00": must be a time of day from "00:00" to "23:59"',
    ],
    [
      { kind: 'weekly', weekdays: [], from: '01:00', to: '02:00' },
      'times.weekdays is []: must be a list of 1 to 7 different items',
    ],
    [
      { kind: 'holidays', days: ['2026-02-29'] },
      'times.days.0 is "2026-02-29": must be a day such as "2026-12-24"',
    ],
    [
      { kind: 'holidays', days: ['2026-02-28'], from: '01:00' },
      'times.from is "01:00": must be left out: it is not known here, known are kind, days',
    ],
  ])('refuses %j in words', (times, message) => {
    expect(() => calendar(times)).toThrow(message);
  });
});

describe('feedback', () => {
  it('says whether it was expected, in nothing but these words', () => {
    expect(() => decodeOrThrow(feedbackBody, { recordIds: ['a'], feedback: 'fine' })).toThrow(
      'feedback is "fine": must be one of "expected"'
    );
    expect(() => decodeOrThrow(feedbackBody, { recordIds: ['a'] })).toThrow('feedback is missing');
  });
});

describe('a mute', () => {
  it('names an entity, or null for all', () => {
    expect(() => decodeOrThrow(muteBody, { durationMinutes: 60 })).toThrow('entity is missing');
    expect(decodeOrThrow(muteBody, { entity: null, durationMinutes: 60 })).toMatchObject({
      entity: null,
      reason: '',
    });
  });
});

describe('stored quiet times', () => {
  it('are read as they were written', () => {
    const stored = quietTimes({
      expected: [anExpected()],
      mutes: [aMute({ entity: null })],
      calendars: [aCalendar({ entities: ['checkout'] })],
    });
    expect(decodeOrThrow(quietTimesCodec, JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it('of an older version lack kinds that came later', () => {
    expect(decodeOrThrow(quietTimesCodec, {})).toEqual(quietTimes());
  });
});

describe('an event', () => {
  it('needs a time and a title', () => {
    expect(
      decodeOrThrow(eventBody, { time: '2026-03-02T10:00:00Z', title: 'checkout 1.2' })
    ).toEqual({
      time: '2026-03-02T10:00:00Z',
      title: 'checkout 1.2',
      text: '',
      tags: [],
      kind: 'other',
      entity: null,
      detectorId: null,
    });
    expect(() => decodeOrThrow(eventBody, { time: 'yesterday', title: '' })).toThrow(
      /time is "yesterday".*title is ""/
    );
  });
});
