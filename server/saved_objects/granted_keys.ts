import { createHash } from 'node:crypto';

import type { SavedObjectsClientContract } from '@kbn/core/server';
import * as t from 'io-ts';

import { decodeOrThrow, isoDate } from '../../common/codecs';

import { isNotFound } from './saved_object_error';
import { GRANTED_KEY_TYPE } from './saved_object_types';

const notedKeyCodec = t.type({
  /** What the key is called in Elasticsearch; no other key is called so. */
  keyName: t.string,
  detectorId: t.string,
  spaceId: t.string,
  grantedAt: isoDate,
});

/** A key that was granted to a detector, or was about to be. */
export type NotedKey = t.TypeOf<typeof notedKeyCodec>;

/** Notes are read by pages of this many. */
const PAGE_SIZE = 1_000;

const idOf = (keyName: string): string =>
  createHash('sha256').update(keyName).digest('hex').slice(0, 32);

/**
 * Notes of the keys that were granted, without the keys. They stand outside of the detectors' spaces, and are written before a
 * key is granted: so one is found again whose detector went with its space, or that nobody stored because Kibana was killed.
 */
export class GrantedKeys {
  /** @param client of Kibana itself */
  constructor(private readonly client: SavedObjectsClientContract) {}

  async note(key: NotedKey): Promise<void> {
    await this.client.create<NotedKey>(GRANTED_KEY_TYPE, key, {
      id: idOf(key.keyName),
      refresh: false,
    });
  }

  /** Takes back a note, once the key is worth nothing. */
  async forget(keyName: string): Promise<void> {
    try {
      await this.client.delete(GRANTED_KEY_TYPE, idOf(keyName), { refresh: false });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** All notes, or those of one detector. */
  async list(detectorId?: string): Promise<NotedKey[]> {
    const keys: NotedKey[] = [];
    for (let page = 1; ; page++) {
      const { saved_objects: found } = await this.client.find<NotedKey>({
        type: GRANTED_KEY_TYPE,
        page,
        perPage: PAGE_SIZE,
        sortField: 'grantedAt',
        sortOrder: 'asc',
        ...(detectorId === undefined
          ? {}
          : { filter: `${GRANTED_KEY_TYPE}.attributes.detectorId: "${detectorId}"` }),
      });
      keys.push(...found.map(({ attributes }) => decodeOrThrow(notedKeyCodec, attributes)));
      if (found.length < PAGE_SIZE) return keys;
    }
  }
}
