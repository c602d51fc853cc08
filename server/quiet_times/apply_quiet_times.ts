import type { Detector } from '../../common/detector';
import { QuietTimes } from '../detection/quiet_times';
import { RecordSuppression } from '../elasticsearch/record_suppression';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';

/** Brings the records of a detector up to date with its quiet times, where they have changed. */
export class ApplyQuietTimes {
  constructor(private readonly keys: DetectorKeys) {}

  /**
   * Goes on where it stopped, for about `budgetMs`; may be repeated.
   * @throws DetectorError
   */
  async execute(
    space: Space,
    detector: Detector,
    { budgetMs, signal }: { budgetMs: number; signal?: AbortSignal }
  ): Promise<{ updated: number; done: boolean }> {
    const deadline = Date.now() + budgetMs;
    let updated = 0;
    for (;;) {
      const { quietTimes, pending } = await space.quietTimes.read(detector.id);
      if (pending === null) return { updated, done: true };
      const quiet = new QuietTimes(quietTimes, detector.settings.timeZone);
      const client = await this.keys.clientOf(detector, space.namespace);
      const applied = await new RecordSuppression(client, space.recordsIndex).apply(
        { detectorId: detector.id, ...pending },
        (entity, from, to) => quiet.suppressionOf(entity, from, to),
        { deadline, signal }
      );
      updated += applied.updated;
      const rest = applied.doneUpTo === null ? null : { from: applied.doneUpTo, to: pending.to };
      const after = await space.quietTimes.change(detector.id, (stored) => ({
        ...stored,
        // Somebody changed them meanwhile: all that was left then is left now.
        pending:
          stored.pending?.from === pending.from && stored.pending.to === pending.to
            ? rest
            : stored.pending,
      }));
      if (after.pending === null) return { updated, done: true };
      if (Date.now() > deadline) return { updated, done: false };
    }
  }
}
