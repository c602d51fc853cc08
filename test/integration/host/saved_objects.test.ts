import { randomUUID } from 'node:crypto';

import type { KibanaRequest, SavedObjectsClientContract } from '@kbn/core/server';

import {
  aType,
  createPlayground,
  startHost,
  type SmallPlugin,
  type StartedHost,
} from './test_host';

interface Note {
  title: string;
  rank?: number;
  labels?: Record<string, string>;
  blob?: string;
  nested?: Record<string, unknown>;
}

const withStatus = (statusCode: number): unknown =>
  expect.objectContaining({
    isBoom: true,
    output: expect.objectContaining({ statusCode }) as unknown,
  });

const requestIn = (spaceId: string): KibanaRequest & { spaceId: string } => ({
  spaceId,
  headers: {},
  params: {},
  query: {},
  body: {},
  events: { aborted$: { subscribe: () => ({ unsubscribe: () => undefined }) } },
});

describe('the saved objects of the host', () => {
  const playground = createPlayground();
  let host: StartedHost;
  let client: SavedObjectsClientContract;

  beforeAll(async () => {
    host = await startHost(playground, { setup: setupNotes });
    client = host.core.savedObjects.createInternalRepository(['sealed']);
  });
  afterAll(async () => {
    await host.stop();
    await playground.remove();
  });

  it('gives back what was created', async () => {
    const blob = Buffer.from('bytes').toString('base64');
    const created = await client.create<Note>('note', { title: 'a', labels: { x: 'y' }, blob });
    const read = await client.get<Note>('note', created.id);
    expect(read).toMatchObject({
      id: created.id,
      type: 'note',
      attributes: { title: 'a', labels: { x: 'y' }, blob },
      version: created.version,
    });
  });

  it('refuses to create an id twice unless told to overwrite', async () => {
    const id = randomUUID();
    await client.create<Note>('note', { title: 'first' }, { id });
    await expect(client.create<Note>('note', { title: 'second' }, { id })).rejects.toEqual(
      withStatus(409)
    );
    await client.create<Note>('note', { title: 'third' }, { id, overwrite: true });
    expect((await client.get<Note>('note', id)).attributes).toEqual({ title: 'third' });
  });

  it('answers 404 for what is not there', async () => {
    await expect(client.get('note', 'none')).rejects.toEqual(withStatus(404));
    await expect(client.update('note', 'none', {})).rejects.toEqual(withStatus(404));
    await expect(client.delete('note', 'none')).rejects.toEqual(withStatus(404));
    await expect(client.get('unknown', 'none')).rejects.toEqual(withStatus(404));
  });

  it('forgets what was deleted', async () => {
    const { id } = await client.create<Note>('note', { title: 'short-lived' });
    await client.delete('note', id);
    await expect(client.get('note', id)).rejects.toEqual(withStatus(404));
  });

  it('merges an update at every depth, but replaces flattened fields', async () => {
    const { id } = await client.create<Note>('note', {
      title: 'a',
      labels: { old: '1' },
      nested: { kept: 1, changed: 1 },
    });
    await client.update<Note>('note', id, {
      rank: 2,
      labels: { new: '2' },
      nested: { changed: 2 },
    });
    expect((await client.get<Note>('note', id)).attributes).toEqual({
      title: 'a',
      rank: 2,
      labels: { new: '2' },
      nested: { kept: 1, changed: 2 },
    });
  });

  it('refuses an update of a version that is no longer the last', async () => {
    const { id, version } = await client.create<Note>('note', { title: 'a' });
    await client.update<Note>('note', id, { title: 'b' }, { version });
    await expect(client.update<Note>('note', id, { title: 'c' }, { version })).rejects.toEqual(
      withStatus(409)
    );
    expect((await client.get<Note>('note', id)).attributes.title).toBe('b');
  });

  it('loses no update among several at once', async () => {
    const { id } = await client.create<Note>('note', { title: 'a' });
    await Promise.all([
      client.update<Note>('note', id, { title: 'b' }),
      client.update<Note>('note', id, { rank: 1 }),
      client.update<Note>('note', id, { labels: { l: '1' } }),
    ]);
    expect((await client.get<Note>('note', id)).attributes).toEqual({
      title: 'b',
      rank: 1,
      labels: { l: '1' },
    });
  });

  it('finds by filter, sorted, by pages, with the fields asked for', async () => {
    const title = randomUUID();
    for (const rank of [3, 1, 2]) {
      await client.create<Note>('note', { title, rank, labels: { rank: String(rank) } });
    }
    const found = await client.find<Note>({
      type: 'note',
      filter: `note.attributes.title: "${title}" and not note.attributes.rank: 3`,
      sortField: 'rank',
      sortOrder: 'desc',
      perPage: 1,
      page: 2,
      fields: ['rank'],
    });
    expect(found.total).toBe(2);
    expect(found.saved_objects.map(({ attributes }) => attributes)).toEqual([{ rank: 1 }]);
  });

  it('refuses a filter that it does not understand', async () => {
    await expect(client.find({ type: 'note', filter: 'note.attributes.rank ~ 3' })).rejects.toEqual(
      withStatus(400)
    );
  });

  it('keeps the objects of one space from the other', async () => {
    const own = host.core.savedObjects.getScopedClient(requestIn('team-a'));
    const other = host.core.savedObjects.getScopedClient(requestIn('team-b'));
    const title = randomUUID();
    const { id } = await own.create<Note>('note', { title });
    await expect(other.get('note', id)).rejects.toEqual(withStatus(404));
    await expect(other.create<Note>('note', { title }, { id, overwrite: true })).rejects.toEqual(
      withStatus(409)
    );
    const filter = `note.attributes.title: "${title}"`;
    expect((await other.find({ type: 'note', filter })).total).toBe(0);
    expect((await other.find({ type: 'note', filter, namespaces: ['*'] })).total).toBe(1);
    expect((await client.get<Note>('note', id, { namespace: 'team-a' })).id).toBe(id);
  });

  it('refuses a namespace beside the one of the request', async () => {
    const scoped = host.core.savedObjects.getScopedClient(requestIn('team-a'));
    await expect(scoped.get('note', 'x', { namespace: 'team-b' })).rejects.toThrow('team-b');
  });

  it('hides hidden types from who does not name them', async () => {
    const plain = host.core.savedObjects.getScopedClient(requestIn('default'));
    await expect(plain.create('sealed', {})).rejects.toEqual(withStatus(400));
    expect((await plain.find({ type: 'sealed' })).total).toBe(0);
  });

  describe('with secrets', () => {
    const writer = () =>
      host.core.savedObjects.getScopedClient(requestIn('default'), {
        includedHiddenTypes: ['sealed'],
      });
    const decrypted = (id: string) =>
      host.plugins.encryptedSavedObjects
        .getClient({ includedHiddenTypes: ['sealed'] })
        .getDecryptedAsInternalUser<Note>('sealed', id);

    it('stores no secret in plain text and decrypts it for the plugin alone', async () => {
      const id = randomUUID();
      await writer().create<Note>('sealed', { title: 'open sesame', rank: 1 }, { id });
      expect((await writer().get<Note>('sealed', id)).attributes).toEqual({ rank: 1 });
      const stored = await client.get<Note>('sealed', id);
      expect(stored.attributes.title).not.toContain('sesame');
      expect((await decrypted(id)).attributes).toEqual({ title: 'open sesame', rank: 1 });
    });

    it('refuses a secret through the internal repository, and under an id that is no UUID', async () => {
      await expect(client.create('sealed', { title: 'x' })).rejects.toThrow('plain text');
      await expect(writer().create('sealed', { title: 'x' }, { id: 'detector-1' })).rejects.toEqual(
        withStatus(400)
      );
    });

    it('says that it cannot decrypt when what the secret is bound to has changed', async () => {
      const id = randomUUID();
      await writer().create<Note>('sealed', { title: 'x', labels: { a: '1' } }, { id });
      await writer().update<Note>('sealed', id, { labels: { a: '2' } });
      const error: unknown = await decrypted(id).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect(host.plugins.encryptedSavedObjects.isEncryptionError(error as Error)).toBe(true);
    });
  });

  it('finds everything again after a restart, secrets too', async () => {
    const own = createPlayground();
    const first = await startHost(own, { setup: setupNotes });
    const id = randomUUID();
    const options = { includedHiddenTypes: ['sealed'] };
    await first.core.savedObjects
      .getScopedClient(requestIn('default'), options)
      .create<Note>('sealed', { title: 'kept' }, { id });
    await first.stop();

    const second = await startHost(own, { setup: setupNotes });
    const read = await second.plugins.encryptedSavedObjects
      .getClient(options)
      .getDecryptedAsInternalUser<Note>('sealed', id);
    expect(read.attributes.title).toBe('kept');
    await second.stop();
    await own.remove();
  });
});

const setupNotes: SmallPlugin['setup'] = (core, { encryptedSavedObjects }) => {
  core.savedObjects.registerType(aType());
  core.savedObjects.registerType(aType({ name: 'sealed', hidden: true }));
  encryptedSavedObjects.registerType({
    type: 'sealed',
    attributesToEncrypt: new Set(['title']),
    attributesToExcludeFromAAD: new Set(['rank']),
  });
};
