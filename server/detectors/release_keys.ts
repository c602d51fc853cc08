import type { Logger } from '@kbn/core/server';

import type { BucketStore } from '../buckets/bucket_store';
import { DetectorError } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { GrantedKeys, NotedKey } from '../saved_objects/granted_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

/** A key that was granted so recently may be about to be stored. */
const GRACE_MS = 10 * 60_000;

/**
 * Makes keys useless that no detector runs with: its space was deleted, which takes the detector along and nothing else, or
 * Kibana was killed between granting a key and storing it.
 */
export class ReleaseKeys {
  constructor(
    private readonly notes: GrantedKeys,
    private readonly keys: DetectorKeys,
    private readonly tasks: DetectorTasks,
    private readonly bucketStore: BucketStore,
    private readonly log: DetectorLog,
    private readonly spaceOf: (spaceId: string) => Space,
    private readonly logger: Logger
  ) {}

  /**
   * Looks through all keys that were granted.
   * @returns how many are left
   */
  async ofAll(now: number): Promise<number> {
    const noted = await this.notes.list();
    let left = 0;
    for (const key of noted) {
      const holder = await this.holderOf(key);
      const isRecent = now - Date.parse(key.grantedAt) < GRACE_MS;
      if (holder === 'detector' || isRecent) left++;
      else if (holder === 'gone') await this.ofGone(key.detectorId);
      else await this.release(key);
    }
    return left;
  }

  /** The keys of a detector that is no longer there, and what else it left. */
  async ofGone(detectorId: string): Promise<void> {
    for (const key of await this.notes.list(detectorId)) await this.release(key);
    await this.tasks.remove(detectorId);
    await this.bucketStore.delete(detectorId);
    await this.log.delete(detectorId);
  }

  /** Who has the key: its detector, one that has another key by now, or one that is gone. */
  private async holderOf(key: NotedKey): Promise<'detector' | 'another' | 'gone'> {
    try {
      const owner = await this.spaceOf(key.spaceId).detectors.ownerOf(key.detectorId);
      return owner === undefined || owner.keyName === key.keyName ? 'detector' : 'another';
    } catch (error) {
      if (error instanceof DetectorError && error.fault === 'not_found') return 'gone';
      throw error;
    }
  }

  private async release(key: NotedKey): Promise<void> {
    await this.keys.invalidateNoted(key);
    this.logger.info(
      `The API key "${key.keyName}" was invalidated: no detector runs with it any more (it was granted to detector ${key.detectorId} in space "${key.spaceId}").`
    );
  }
}
