import { type MetricDirection } from '../../common/metric';
import { type SignalName } from '../../common/signal';
import { type Baselines } from './baselines';
import { type IsolationForest } from './isolation_forest';
import { type MetricBaseline } from './metric_baseline';

/** A metric, and which way it has to go to be an anomaly. */
export interface WatchedMetric {
  name: string;
  direction: MetricDirection;
}

/** What is watched, in this order: built-in signals, then metrics. */
export interface WatchedSignals {
  signals: readonly SignalName[];
  metrics: readonly WatchedMetric[];
}

/** What a model knows of one entity. */
export interface EntityModel {
  entity: string;
  values: string[];
  /** Epoch ms of the first bucket with logs; before it the entity is not scored. */
  firstSeen: number;
  /** Mean of logs in a bucket while learning. */
  typicalPerBucket: number;
  /** How many buckets are taken together for one of its own, because requests are rare; 1 for most. */
  bucketFactor: number;
  baselines: Baselines;
  /** In the order of the model's metrics. */
  metrics: MetricBaseline[];
  /** Calibration divisors: for each signal and metric of the model, one for each of `WINDOWS`. */
  divisors: Float32Array;
}

/** Everything that scoring needs: baselines and calibration of each entity, and the forest that all share. */
export interface Model extends WatchedSignals {
  timeZone: string;
  spanMs: number;
  seed: number;
  /** Over the deviations of all signals and metrics. */
  forest: IsolationForest;
  /** For each metric, over its last values beside what is typical. */
  metricForests: IsolationForest[];
  entities: Map<string, EntityModel>;
}

/** The entities a model can score. */
export function entitiesOf(
  model: Model
): Array<{ entity: string; values: string[]; typicalPerBucket: number }> {
  return [...model.entities.values()].map(({ entity, values, typicalPerBucket }) => ({
    entity,
    values,
    typicalPerBucket,
  }));
}
