import type { BucketSource } from '../buckets/bucket_source';
import type { CheckAccess } from '../detectors/check_access';
import type { DeleteDetector } from '../detectors/delete_detector';
import type { LogAccess } from '../detectors/log_access';
import type { NameAccess } from '../detectors/name_access';
import type { SaveDetector } from '../detectors/save_detector';
import type { SwitchDetector } from '../detectors/switch_detector';
import type { InstallDashboard } from '../dashboard/install_dashboard';
import type { ExplainAnomaly } from '../differences/explain_anomaly';
import type { DetectorLog } from '../messages/detector_log';
import type { AskComparison } from '../models/ask_comparison';
import type { ChangeModels } from '../models/change_models';
import type { ModelCache } from '../models/model_cache';
import type { PreviewDetector } from '../preview/preview_detector';
import type { ChangeQuietTimes } from '../quiet_times/change_quiet_times';
import type { RequestRun } from '../runs/request_run';
import type { RunHistory } from '../runs/run_history';
import type { DetectorTasks } from '../tasks/detector_tasks';
import type { ImportDetectors } from '../transfer/import_detectors';
import type { ImportModel } from '../transfer/import_model';
import type { AddSampleData } from '../sample_data/add_sample_data';
import type { RemoveSampleData } from '../sample_data/remove_sample_data';

import type { PrepareUninstall } from '../uninstall/prepare_uninstall';

import type { RouteRegistry } from './route';

/** The use cases behind the routes. */
export interface RouteServices {
  save: SaveDetector;
  access: CheckAccess;
  remove: DeleteDetector;
  switch: SwitchDetector;
  runs: RequestRun;
  quietTimes: ChangeQuietTimes;
  log: DetectorLog;
  history: RunHistory;
  tasks: DetectorTasks;
  models: ModelCache;
  changeModels: ChangeModels;
  compareModels: AskComparison;
  importDetectors: ImportDetectors;
  importModel: ImportModel;
  bucketSource: BucketSource;
  logAccess: LogAccess;
  names: NameAccess;
  explain: ExplainAnomaly;
  sampleData: AddSampleData;
  removeSampleData: RemoveSampleData;
  preview: PreviewDetector;
  installDashboard: InstallDashboard;
  prepareUninstall: PrepareUninstall;
}

/** What routes are added to. */
export type Routes = Pick<RouteRegistry<RouteServices>, 'add'>;
