import { SAMPLE_INDEX, type RemovedSampleData } from '../../common/sample_data';
import { dashboardIdOf } from '../dashboard/install_dashboard';
import { dataViewIds } from '../data_views';
import type { Caller } from '../detectors/caller';
import type { DeleteDetector } from '../detectors/delete_detector';
import { DetectorError, messageOf } from '../errors';
import { isForbidden, isNotFound } from '../saved_objects/saved_object_error';
import type { Space } from '../space';
import { SampleLogs } from './sample_logs';

/** Takes the sample logs away again, with their detector of this space, what it found, its dashboard and its data view. */
export class RemoveSampleData {
  constructor(private readonly remove: DeleteDetector) {}

  /**
   * The logs go last: cut off, it can be repeated. They are the same for all spaces.
   * @throws DetectorError where the caller may not, or the index is none of ours
   */
  async execute(caller: Caller, space: Space): Promise<RemovedSampleData> {
    const logs = new SampleLogs(caller.client);
    const isThere = await logs.exist();
    const { detectors } = await space.detectors.list();
    const removed: RemovedSampleData = {
      index: SAMPLE_INDEX,
      indexRemoved: false,
      detectors: [],
      dashboards: [],
    };
    for (const { id, settings } of detectors) {
      if (settings.indexPattern !== SAMPLE_INDEX) continue;
      const dashboard = dashboardIdOf(space, id);
      if (await this.forget(caller, 'dashboard', dashboard)) removed.dashboards.push(dashboard);
      await this.forget(caller, 'index-pattern', dataViewIds(space, settings).logs);
      await this.remove.execute(caller, space, id, { keepRecords: false });
      removed.detectors.push(id);
    }
    if (isThere) await logs.remove();
    return { ...removed, indexRemoved: isThere };
  }

  /** Whether there was such an object. */
  private async forget({ savedObjects }: Caller, type: string, id: string): Promise<boolean> {
    try {
      await savedObjects.get(type, id);
      await savedObjects.delete(type, id);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      if (!isForbidden(error)) throw error;
      throw new DetectorError(
        'forbidden',
        `The sample logs were not removed: their dashboard and data view need the Kibana privileges "Dashboard: All" and "Data View Management: All" in this space (${messageOf(error)}).`
      );
    }
  }
}
