import type { SavedObjectsClientContract } from '@kbn/core/server';

import type { Broken } from '../../common/broken';
import type { QuietTimes } from '../../common/quiet_times';

import { isConflict, isNotFound } from './saved_object_error';
import { QUIET_TIMES_TYPE } from './saved_object_types';
import { decodeQuietTimes, type DecodedQuietTimes, type OpenRange } from './stored_quiet_times';

export type StoredQuietTimes = Pick<DecodedQuietTimes, 'quietTimes' | 'pending'>;

interface Found extends StoredQuietTimes {
  /** undefined before anything was stored */
  version: string | undefined;
  /** What of it cannot be read, and does not hold. */
  broken: Broken[];
}

type Attributes = QuietTimes & { pending: OpenRange | null };

/** What each detector of one space is to say nothing of: one small object for each, read and changed as a whole. */
export class QuietTimesRepository {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  async read(detectorId: string): Promise<Found> {
    const { unread: _, ...found } = await this.stored(detectorId);
    return found;
  }

  /**
   * Puts what `next` makes of it in its place; it is asked again when somebody else was faster. What cannot be read stays as it
   * is, unless `next` gives back other.
   */
  async change(
    detectorId: string,
    next: (
      stored: StoredQuietTimes & Pick<DecodedQuietTimes, 'unread'>
    ) => StoredQuietTimes & Partial<Pick<DecodedQuietTimes, 'unread'>>
  ): Promise<StoredQuietTimes> {
    for (;;) {
      const { version, ...stored } = await this.stored(detectorId);
      const { unread = stored.unread, ...changed } = next(stored);
      const attributes = {
        expected: [...changed.quietTimes.expected, ...unread.expected],
        mutes: [...changed.quietTimes.mutes, ...unread.mutes],
        calendars: [...changed.quietTimes.calendars, ...unread.calendars],
        pending: changed.pending,
      } as Attributes;
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

  private async stored(
    detectorId: string
  ): Promise<DecodedQuietTimes & { version: string | undefined }> {
    try {
      const { attributes, version } = await this.client.get<object>(QUIET_TIMES_TYPE, detectorId, {
        namespace: this.namespace,
      });
      return { ...decodeQuietTimes(attributes), version };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return { ...decodeQuietTimes({}), version: undefined };
    }
  }
}
