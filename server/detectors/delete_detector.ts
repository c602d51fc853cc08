import { RecordIndex } from '../elasticsearch/record_index';
import { DetectorError, messageOf } from '../errors';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import type { Caller } from './caller';

/** Deletes a detector with all that belongs to it. */
export class DeleteDetector {
  constructor(
    private readonly keys: DetectorKeys,
    private readonly tasks: DetectorTasks
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
    const detector = await space.detectors.get(id);
    await this.tasks.remove(id);
    if (!keepRecords) {
      try {
        const client = await this.keys.clientOf(detector, space.namespace);
        await new RecordIndex(client, space.recordsIndex).delete({ detectorId: id });
      } catch (error) {
        throw new DetectorError(
          error instanceof DetectorError ? error.fault : 'unavailable',
          `The detector was stopped but not deleted, because its records could not be: ${messageOf(error)} To delete it without its records, add keepRecords=true.`
        );
      }
    }
    await this.tasks.removeRuns(await space.runs.deleteAll(id));
    await space.models.deleteAll(id);
    await this.keys.invalidate(detector.owner);
    await this.keys.delete(caller.request, id);
    await space.detectors.delete(id);
  }
}
