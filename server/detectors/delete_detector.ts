import type { ElasticsearchClient } from '@kbn/core/server';

import type { BucketStore } from '../buckets/bucket_store';
import type { Detector } from '../../common/detector';
import { RecordIndex } from '../elasticsearch/record_index';
import { DetectorError, messageOf } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import type { Caller } from './caller';

/** Deletes a detector with all that belongs to it. */
export class DeleteDetector {
  constructor(
    private readonly keys: DetectorKeys,
    private readonly tasks: DetectorTasks,
    private readonly bucketStore: BucketStore,
    private readonly log: DetectorLog
  ) {}

  /**
   * The detector itself goes last, so that a deletion that was cut off can be repeated.
   * @throws DetectorError
   */
  async execute(
    caller: Caller,
    space: Space,
    id: string,
    { keepRecords }: { keepRecords: boolean }
  ): Promise<void> {
    const owner = await space.detectors.ownerOf(id);
    await this.tasks.remove(id);
    // Before the records, so that no run that is under way goes on writing them.
    await this.tasks.removeRuns(await space.runs.deleteAll(id));
    if (!keepRecords) {
      try {
        const client = await this.clientOf(caller, space, id);
        await new RecordIndex(client, space.recordsIndex).delete({ detectorId: id });
      } catch (error) {
        throw new DetectorError(
          error instanceof DetectorError ? error.fault : 'unavailable',
          `The detector was stopped but not deleted, because its records could not be: ${messageOf(error)} To delete it without its records, add keepRecords=true.`
        );
      }
    }
    await space.models.deleteAll(id);
    await this.bucketStore.delete(id);
    await this.log.delete(id);
    await space.quietTimes.delete(id);
    await space.events.deleteAll(id);
    if (owner) await this.keys.invalidate(owner);
    await this.keys.delete(caller.request, id);
    await space.detectors.delete(id);
  }

  /** With the detector's rights; one that cannot be read has none that are known, so with the caller's. */
  private async clientOf(caller: Caller, space: Space, id: string): Promise<ElasticsearchClient> {
    let detector: Detector;
    try {
      detector = await space.detectors.get(id);
    } catch (error) {
      if (error instanceof DetectorError && error.fault === 'invalid') return caller.client;
      throw error;
    }
    return this.keys.clientOf(detector, space.namespace);
  }
}
