import type { Detector } from '../../common/detector';
import type { DataViews } from '../data_views';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import type { Caller } from './caller';

/** Starts and stops detectors. Both may be repeated. */
export class SwitchDetector {
  constructor(
    private readonly tasks: DetectorTasks,
    private readonly dataViews: DataViews
  ) {}

  async start(caller: Caller, space: Space, id: string): Promise<Detector> {
    await space.detectors.get(id);
    const detector = await space.detectors.update(id, { enabled: true });
    await this.tasks.schedule(detector, space.id);
    await this.dataViews.ensure(caller, space, detector);
    return detector;
  }

  async stop(space: Space, id: string): Promise<Detector> {
    await space.detectors.get(id);
    await this.tasks.remove(id);
    await space.detectors.updateStatus(id, {
      activity: null,
      trainingError: null,
      scoringError: null,
    });
    return space.detectors.update(id, { enabled: false });
  }
}
