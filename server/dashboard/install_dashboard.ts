import { i18n } from '@kbn/i18n';

import type { DashboardResponse } from '../../common/dashboard';
import type { Detector } from '../../common/detector';
import type { DataViews } from '../data_views';
import { dataViewIds } from '../data_views';
import type { Caller } from '../detectors/caller';
import { DetectorError, messageOf } from '../errors';
import { isConflict, isForbidden, isNotFound } from '../saved_objects/saved_object_error';
import type { Space } from '../space';

import { dashboardOf, type MeasuredFields } from './api_anomalies_dashboard';

const DASHBOARD = 'dashboard';

/** The id of a detector's ready dashboard. Ids are global, so they name the space. */
export const dashboardIdOf = (space: Pick<Space, 'id'>, detectorId: string): string =>
  `anomaly-detector-${space.id}-${detectorId}`;

/** Makes the ready dashboard of a detector, with the rights of whoever asks for it. */
export class InstallDashboard {
  constructor(private readonly dataViews: DataViews) {}

  /**
   * One that is there already stays as it is: somebody may have changed it.
   * @throws DetectorError where the caller may not save dashboards or data views
   */
  async execute(caller: Caller, space: Space, detector: Detector): Promise<DashboardResponse> {
    const id = dashboardIdOf(space, detector.id);
    const title = i18n.translate('anomalyDetector.dashboard.title', {
      defaultMessage: 'API anomalies: {name}',
      values: { name: detector.settings.name },
    });
    const answer = { id, title, path: `/app/dashboards#/view/${id}` };
    try {
      await this.dataViews.create(caller, space, detector);
      if (await this.exists(caller, id)) return { ...answer, created: false };
      const { attributes, references } = dashboardOf(detector, {
        title,
        dataViews: dataViewIds(space, detector.settings),
        fields: await this.measuredFields(space, detector),
      });
      await caller.savedObjects.create(DASHBOARD, attributes, { id, references });
      return { ...answer, created: true };
    } catch (error) {
      // Somebody else was faster.
      if (isConflict(error)) return { ...answer, created: false };
      if (isForbidden(error)) {
        throw new DetectorError(
          'forbidden',
          `The dashboard was not made: it needs the Kibana privileges "Dashboard: All" and "Data View Management: All" in this space (${messageOf(error)}).`
        );
      }
      throw error;
    }
  }

  /** The fields that the settings name, else those that the model was learned from. */
  private async measuredFields(
    space: Space,
    { id, settings, status }: Detector
  ): Promise<MeasuredFields> {
    const { latency, status: statusField } = settings.fields;
    const model = (await space.models.list(id)).models.find(
      (each) => each.id === status.activeModelId
    );
    return {
      latency: latency === undefined ? model?.latencyField : latency,
      status: statusField === undefined ? (model?.statusField ?? undefined) : statusField?.field,
    };
  }

  private async exists({ savedObjects }: Caller, id: string): Promise<boolean> {
    try {
      await savedObjects.get(DASHBOARD, id);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
}
