import type { SavedObjectsClientContract } from '@kbn/core/server';
import * as t from 'io-ts';

import { decodeOrThrow } from '../../common/codecs';
import { quietTimesCodec, type QuietTimes } from '../../common/quiet_times';
import { DetectorError, messageOf } from '../errors';

import { isConflict, isNotFound } from './saved_object_error';
import { QUIET_TIMES_TYPE } from './saved_object_types';

const bound = t.union([t.number, t.null]);
const pendingCodec = t.union([t.type({ from: bound, to: bound }), t.null]);

/** A range of time, epoch ms; null where it has no end on that side. */
export type OpenRange = NonNullable<t.TypeOf<typeof pendingCodec>>;

export interface StoredQuietTimes {
  quietTimes: QuietTimes;
  /** Where records have not been brought up to date with them yet. */
  pending: OpenRange | null;
}

interface Found extends StoredQuietTimes {
  /** undefined before anything was stored */
  version: string | undefined;
}

type Attributes = QuietTimes & { pending: OpenRange | null };

/** What each detector of one space is to say nothing of: one small object for each, read and changed as a whole. */
export class QuietTimesRepository {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  /** @throws DetectorError when what is stored cannot be read */
  async read(detectorId: string): Promise<Found> {
    try {
      const { attributes, version } = await this.client.get<object>(QUIET_TIMES_TYPE, detectorId, {
        namespace: this.namespace,
      });
      return { ...this.decode(detectorId, attributes), version };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const quietTimes = { expected: [], mutes: [], calendars: [] };
      return { quietTimes, pending: null, version: undefined };
    }
  }

  /** Puts what `next` makes of it in its place; it is asked again when somebody else was faster. */
  async change(
    detectorId: string,
    next: (stored: StoredQuietTimes) => StoredQuietTimes
  ): Promise<StoredQuietTimes> {
    for (;;) {
      const { version, ...stored } = await this.read(detectorId);
      const changed = next(stored);
      const attributes: Attributes = { ...changed.quietTimes, pending: changed.pending };
      try {
        if (version === undefined) {
          await this.client.create<Attributes>(QUIET_TIMES_TYPE, attributes, {
            namespace: this.namespace,
            id: detectorId,
            refresh: false,
          });
        } else {
          await this.client.update<Attributes>(QUIET_TIMES_TYPE, detectorId, attributes, {
            namespace: this.namespace,
            version,
            refresh: false,
          });
        }
        return changed;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  }

  async delete(detectorId: string): Promise<void> {
    try {
      await this.client.delete(QUIET_TIMES_TYPE, detectorId, { namespace: this.namespace });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  private decode(detectorId: string, attributes: object): StoredQuietTimes {
    try {
      const { pending } = decodeOrThrow(t.type({ pending: pendingCodec }), {
        pending: null,
        ...attributes,
      });
      return { quietTimes: decodeOrThrow(quietTimesCodec, attributes), pending };
    } catch (error) {
      throw new DetectorError(
        'invalid',
        `The stored quiet times of detector "${detectorId}" cannot be read: ${messageOf(error)}. They were written by another version of the plugin: use that one, or delete the detector.`
      );
    }
  }
}
