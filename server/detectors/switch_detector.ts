import type { Detector } from '../../common/detector';
import type { MessageKind } from '../../common/messages';
import type { DataViews } from '../data_views';
import type { DetectorLog } from '../messages/detector_log';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import { byWhom, type Caller } from './caller';

/** Starts and stops detectors. Both may be repeated. */
export class SwitchDetector {
  constructor(
    private readonly tasks: DetectorTasks,
    private readonly dataViews: DataViews,
    private readonly log: DetectorLog
  ) {}

  async start(caller: Caller, space: Space, id: string): Promise<Detector> {
    const { enabled } = await space.detectors.get(id);
    if (!enabled) {
      await space.detectors.updateStatus(id, {
        startedAt: new Date().toISOString(),
        ingestGapSince: null,
        missingFields: [],
      });
    }
    const detector = await space.detectors.update(id, { enabled: true });
    await this.tasks.schedule(detector, space.id);
    await this.dataViews.ensure(caller, space, detector);
    if (!enabled) await this.tell(caller, space, id, 'started', 'Started');
    return detector;
  }

  async stop(caller: Caller, space: Space, id: string): Promise<Detector> {
    const { enabled } = await space.detectors.get(id);
    await this.tasks.remove(id);
    await space.detectors.updateStatus(id, {
      activity: null,
      trainingError: null,
      scoringError: null,
    });
    const detector = await space.detectors.update(id, { enabled: false });
    if (enabled) await this.tell(caller, space, id, 'stopped', 'Stopped');
    return detector;
  }

  private tell(
    caller: Caller,
    space: Space,
    detectorId: string,
    kind: MessageKind,
    done: string
  ): Promise<void> {
    return this.log.tell({
      ...{ detectorId, spaceId: space.id, level: 'info', kind },
      text: `${done}${byWhom(caller)}.`,
    });
  }
}
