import type { BucketStore } from '../../../server/buckets/bucket_store';
import { ReleaseKeys } from '../../../server/detectors/release_keys';
import { DetectorError } from '../../../server/errors';
import type { DetectorLog } from '../../../server/messages/detector_log';
import type { DetectorKeys } from '../../../server/saved_objects/detector_keys';
import type { GrantedKeys, NotedKey } from '../../../server/saved_objects/granted_keys';
import type { Space } from '../../../server/space';
import type { DetectorTasks } from '../../../server/tasks/detector_tasks';

const GRANTED = Date.parse('2026-03-01T00:00:00Z');
const HOUR_LATER = GRANTED + 3_600_000;

const noted = (keyName: string, changed: Partial<NotedKey> = {}): NotedKey => ({
  keyName,
  detectorId: 'shop',
  spaceId: 'ops',
  grantedAt: new Date(GRANTED).toISOString(),
  ...changed,
});

/**
 * @param holders what detectors say is their key's name, by space and id; an Error is thrown
 * @param stored what the key is called that is stored, and since when, where that is another one
 */
function release(
  notes: NotedKey[],
  holders: Record<string, string | null | Error>,
  stored: Record<string, { keyName: string; since: number }> = {}
) {
  const done: string[] = [];
  const space = (spaceId: string) =>
    ({
      namespace: spaceId,
      detectors: {
        delete: (id: string) => Promise.resolve(void done.push(`status of ${id}`)),
        update: (id: string, { owner }: { owner: { keyName: string } }) =>
          Promise.resolve(void done.push(`${id} says ${owner.keyName}`)),
        ownerOf: (id: string) => {
          const holder = holders[`${spaceId}/${id}`];
          if (holder instanceof Error) return Promise.reject(holder);
          if (holder === undefined) {
            return Promise.reject(new DetectorError('not_found', 'It is not there.'));
          }
          return Promise.resolve(holder === null ? undefined : { keyName: holder });
        },
      },
    }) as unknown as Space;
  const log = { get: () => log, debug() {}, info() {}, warn() {}, error() {} };
  const keys = new ReleaseKeys(
    {
      list: (id?: string) =>
        Promise.resolve(notes.filter(({ detectorId }) => id === undefined || detectorId === id)),
    } as GrantedKeys,
    {
      invalidateNoted: ({ keyName }: NotedKey) => Promise.resolve(void done.push(keyName)),
      ownerOfStored: (id: string, namespace: string) => {
        const key = stored[`${namespace}/${id}`];
        return Promise.resolve(
          key && { keyName: key.keyName, since: new Date(key.since).toISOString() }
        );
      },
      deleteStored: (id: string) => Promise.resolve(void done.push(`key of ${id}`)),
    } as unknown as DetectorKeys,
    {
      remove: (id: string) => Promise.resolve(void done.push(`tasks of ${id}`)),
    } as DetectorTasks,
    {
      delete: (id: string) => Promise.resolve(void done.push(`buckets of ${id}`)),
    } as BucketStore,
    {
      delete: (id: string) => Promise.resolve(void done.push(`messages of ${id}`)),
    } as DetectorLog,
    space,
    log
  );
  return { keys, done };
}

describe('keys that were granted', () => {
  it('are left alone while their detector runs with them', async () => {
    const { keys, done } = release([noted('one')], { 'ops/shop': 'one' });
    expect(await keys.ofAll(HOUR_LATER)).toBe(1);
    expect(done).toEqual([]);
  });

  it('are worth nothing any more when the detector was deleted with its space, and its tasks and buckets go', async () => {
    const { keys, done } = release([noted('one')], {});
    expect(await keys.ofAll(HOUR_LATER)).toBe(0);
    expect(done).toEqual([
      'one',
      'tasks of shop',
      'buckets of shop',
      'messages of shop',
      'key of shop',
      'status of shop',
    ]);
  });

  it('are worth nothing any more when nobody stored them, while the detector keeps its own', async () => {
    const { keys, done } = release([noted('lost'), noted('stored')], { 'ops/shop': 'stored' });
    expect(await keys.ofAll(HOUR_LATER)).toBe(1);
    expect(done).toEqual(['lost']);
  });

  it('are looked for in their own space, not in one that has a detector of the same id', async () => {
    const { keys, done } = release([noted('one')], { 'default/shop': 'one' });
    await keys.ofAll(HOUR_LATER);
    expect(done).toContain('one');
  });

  it('are those that are stored, whatever the detector says, when Kibana was killed before it was told', async () => {
    const notes = [noted('new'), noted('old')];
    const { keys, done } = release(
      notes,
      { 'ops/shop': 'old' },
      { 'ops/shop': { keyName: 'new', since: GRANTED } }
    );
    expect(await keys.ofAll(HOUR_LATER)).toBe(1);
    expect(done).toEqual(['shop says new', 'old']);
  });

  it('are both left alone while one may give way to the other', async () => {
    const notes = [noted('new'), noted('old')];
    const { keys, done } = release(
      notes,
      { 'ops/shop': 'old' },
      { 'ops/shop': { keyName: 'new', since: HOUR_LATER - 60_000 } }
    );
    expect(await keys.ofAll(HOUR_LATER)).toBe(2);
    expect(done).toEqual([]);
  });

  it('are given time to be stored', async () => {
    const { keys, done } = release([noted('one')], {});
    expect(await keys.ofAll(GRANTED + 60_000)).toBe(1);
    expect(done).toEqual([]);
  });

  it('stay when it cannot be told whose they are', async () => {
    const { keys, done } = release([noted('one')], { 'ops/shop': null });
    expect(await keys.ofAll(HOUR_LATER)).toBe(1);
    const away = release([noted('one')], { 'ops/shop': new Error('Elasticsearch is away') });
    await expect(away.keys.ofAll(HOUR_LATER)).rejects.toThrow('Elasticsearch is away');
    expect([...done, ...away.done]).toEqual([]);
  });

  it('go at once when a task finds its detector gone', async () => {
    const { keys, done } = release([noted('one'), noted('other', { detectorId: 'web' })], {});
    await keys.ofGone('shop', 'ops');
    expect(done).toEqual([
      'one',
      'tasks of shop',
      'buckets of shop',
      'messages of shop',
      'key of shop',
      'status of shop',
    ]);
  });
});
