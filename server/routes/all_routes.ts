import { addAccessRoutes } from './access_routes';
import { addAnomalyRoutes } from './anomaly_routes';
import { addDashboardRoutes } from './dashboard_routes';
import { addDetectorRoutes, addRunRoutes } from './detector_routes';
import { addDifferenceRoutes } from './difference_routes';
import { addEventRoutes } from './event_routes';
import { addMessageRoutes } from './message_routes';
import { addModelRoutes } from './model_routes';
import { addOverviewRoutes } from './overview_routes';
import { addPreviewRoutes } from './preview_routes';
import { addQuietTimeRoutes } from './quiet_time_routes';
import { addRuleRoutes } from './rule_routes';
import { addSampleDataRoutes } from './sample_data_routes';
import { addScheduleRoutes } from './schedule_routes';
import { addTransferRoutes } from './transfer_routes';
import { addUninstallRoutes } from './uninstall_routes';
import type { Routes } from './services';

/** Adds every route of the plugin. */
export function addAllRoutes(routes: Routes): void {
  addDetectorRoutes(routes);
  addAccessRoutes(routes);
  addRunRoutes(routes);
  addModelRoutes(routes);
  addTransferRoutes(routes);
  addAnomalyRoutes(routes);
  addOverviewRoutes(routes);
  addDifferenceRoutes(routes);
  addDashboardRoutes(routes);
  addUninstallRoutes(routes);
  addQuietTimeRoutes(routes);
  addEventRoutes(routes);
  addSampleDataRoutes(routes);
  addMessageRoutes(routes);
  addPreviewRoutes(routes);
  addScheduleRoutes(routes);
  addRuleRoutes(routes);
}
