import type { Logger } from '@kbn/core/server';

import type { BucketStore } from '../buckets/bucket_store';
import type { AnomalyDetectorConfig } from '../config';
import type { ReleaseKeys } from '../detectors/release_keys';
import type { ScoreDetector } from '../detectors/score_detector';
import type { DetectorLog } from '../messages/detector_log';
import type { ModelCache } from '../models/model_cache';
import type { TrainDetector } from '../models/train_detector';
import type { ApplyQuietTimes } from '../quiet_times/apply_quiet_times';
import type { RunHistory } from '../runs/run_history';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';

import type { DetectorTasks } from './detector_tasks';
import type { OrphanedTasks } from './orphaned_tasks';
import type { TrainingSlots } from './training_slots';

/** What tasks work with; it is there once the plugin has started. */
export interface TaskContext {
  spaceOf: (spaceId: string) => Space;
  log: DetectorLog;
  history: RunHistory;
  trainingSlots: TrainingSlots;
  keys: DetectorKeys;
  releaseKeys: ReleaseKeys;
  models: ModelCache;
  train: TrainDetector;
  bucketStore: BucketStore;
  score: ScoreDetector;
  applyQuietTimes: ApplyQuietTimes;
  tasks: DetectorTasks;
  orphans: OrphanedTasks;
  config: AnomalyDetectorConfig;
  logger: Logger;
}
