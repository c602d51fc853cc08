import type { SavedObjectsClientContract } from '@kbn/core/server';

import type { Calendar, Mute } from '../../../common/quiet_times';
import type { Caller } from '../../../server/detectors/caller';
import { ChangeQuietTimes } from '../../../server/quiet_times/change_quiet_times';
import type { Space } from '../../../server/space';
import { QuietTimesRepository } from '../../../server/saved_objects/quiet_times_repository';
import { aCalendar, aMute } from '../../builders/quiet_times';

/** Written by a version that says otherwise when a mute ends. */
const LATER_MUTE = { ...aMute({ id: 'later' }), until: { event: 'release 7' } } as unknown as Mute;
const NAMELESS = { entity: 7 } as unknown as Mute;
const LATER_CALENDAR = {
  ...aCalendar({ id: 'moon', name: 'Full moon' }),
  times: { kind: 'lunar' },
} as unknown as Calendar;

/** A detector of which these things are stored. */
function storing(attributes: object) {
  const stored = { attributes };
  const client = {
    get: () => Promise.resolve({ attributes: stored.attributes, version: '1' }),
    update: (_type: string, _id: string, changed: object) => {
      stored.attributes = changed;
      return Promise.resolve({});
    },
  } as unknown as SavedObjectsClientContract;
  const quietTimes = new QuietTimesRepository(client, undefined);
  const detector = { id: 'd1', settings: { timeZone: 'UTC' } };
  const space = {
    quietTimes,
    detectors: { get: () => Promise.resolve(detector) },
  } as unknown as Space;
  const change = new ChangeQuietTimes(
    ...([
      {},
      { execute: () => Promise.resolve({ updated: 0, done: true }) },
      {},
    ] as unknown as ConstructorParameters<typeof ChangeQuietTimes>)
  );
  return { stored, space, change, read: () => quietTimes.read('d1') };
}

const caller = { username: 'ann' } as Caller;

describe('quiet times that cannot be read', () => {
  it('are named with an id by which they can be removed, and stay through other changes', async () => {
    const { read, change, space, stored } = storing({
      mutes: [LATER_MUTE, NAMELESS],
      calendars: [LATER_CALENDAR],
    });
    const before = await read();
    expect(before.broken).toHaveLength(3);
    expect(before.broken.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['later', 'moon']) as string[]
    );
    expect(before.broken[2].reason).toMatch(/^The calendar "Full moon" cannot be read/);
    await change.mute(caller, space, 'd1', {
      ...{ entity: null, until: undefined, durationMinutes: 5, reason: '' },
    });
    expect(stored.attributes).toMatchObject({ calendars: [LATER_CALENDAR] });
    expect((await read()).broken).toEqual(before.broken);
  });

  it('can be removed, each by itself, and no record is looked at again for that', async () => {
    const { read, change, space, stored } = storing({
      mutes: [aMute(), LATER_MUTE, NAMELESS],
      calendars: [LATER_CALENDAR],
    });
    await change.unmute(space, 'd1', 'later');
    const nameless = (await read()).broken.find(({ reason }) => reason.startsWith('The mute'))!;
    await change.unmute(space, 'd1', nameless.id);
    await change.removeCalendar(space, 'd1', 'moon');
    expect(await read()).toMatchObject({ broken: [], pending: null });
    expect(stored.attributes).toMatchObject({ mutes: [aMute()], calendars: [] });
  });

  it('says of one that is not there, readable or not, that it is not', async () => {
    const { change, space } = storing({ mutes: [LATER_MUTE] });
    await expect(change.unmute(space, 'd1', 'moon')).rejects.toThrow('has no mute "moon"');
    await expect(change.removeCalendar(space, 'd1', 'later')).rejects.toThrow(
      'has no calendar "later"'
    );
  });
});

describe('a name that stands for those that may not be read', () => {
  it('does not replace them', async () => {
    const calendar = aCalendar({ entities: ['checkout'] });
    const { change, space, stored } = storing({ calendars: [calendar] });
    const { name, times } = calendar;
    await expect(
      change.replaceCalendar(caller, space, 'd1', calendar.id, { name, times, entities: ['…'] })
    ).rejects.toThrow(/stands for the name of an entity that you may not read/);
    expect(stored.attributes).toEqual({ calendars: [calendar] });
  });
});
