import type { Logger } from '@kbn/core/server';

import type { DetectorOwner } from '../../common/detector';
import type { BucketStore } from '../buckets/bucket_store';
import { DetectorError } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { GrantedKeys, NotedKey } from '../saved_objects/granted_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

/** A key that was granted so recently may be about to be stored. */
const GRACE_MS = 10 * 60_000;

const isRecent = (since: string, now: number): boolean => now - Date.parse(since) < GRACE_MS;

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
      const holder = await this.holderOf(key, now);
      if (holder === 'detector' || isRecent(key.grantedAt, now)) left++;
      else if (holder === 'gone') await this.ofGone(key.detectorId, key.spaceId);
      else await this.release(key);
    }
    return left;
  }

  /** The keys of a detector that is no longer there, and what else it left. */
  async ofGone(detectorId: string, spaceId: string): Promise<void> {
    for (const key of await this.notes.list(detectorId)) await this.release(key);
    await this.tasks.remove(detectorId);
    await this.bucketStore.delete(detectorId);
    await this.log.delete(detectorId);
    const { namespace, detectors } = this.spaceOf(spaceId);
    await this.keys.deleteStored(detectorId, namespace);
    // Its status may have been written before Kibana was killed, and the detector not.
    await detectors.delete(detectorId);
  }

  /** Who has the key: its detector, one that has another key by now, or one that is gone. */
  private async holderOf(key: NotedKey, now: number): Promise<'detector' | 'another' | 'gone'> {
    const { detectors, namespace } = this.spaceOf(key.spaceId);
    let owner: DetectorOwner | undefined;
    try {
      owner = await detectors.ownerOf(key.detectorId);
    } catch (error) {
      if (error instanceof DetectorError && error.fault === 'not_found') return 'gone';
      throw error;
    }
    if (owner === undefined) return 'detector';
    const stored = await this.keys.ownerOfStored(key.detectorId, namespace);
    // A key that was just stored may be taken back, and the earlier one put in its place again.
    if (stored === undefined || (stored.since !== null && isRecent(stored.since, now))) {
      return [owner.keyName, stored?.keyName].includes(key.keyName) ? 'detector' : 'another';
    }
    if (stored.keyName === key.keyName) return 'detector';
    if (owner.keyName === key.keyName) await this.correctOwner(key, stored);
    return 'another';
  }

  /** Lets a detector say whose key it runs with, where Kibana was killed before it was told. */
  private async correctOwner({ detectorId, spaceId }: NotedKey, owner: DetectorOwner) {
    await this.spaceOf(spaceId).detectors.update(detectorId, { owner });
    this.logger.info(
      `Detector ${detectorId} runs with the API key "${owner.keyName ?? owner.keyId}" of ${owner.username}, which was stored when Kibana last saved it and ended before it was done.`
    );
  }

  private async release(key: NotedKey): Promise<void> {
    await this.keys.invalidateNoted(key);
    this.logger.info(
      `The API key "${key.keyName}" was invalidated: no detector runs with it any more (it was granted to detector ${key.detectorId} in space "${key.spaceId}").`
    );
  }
}
