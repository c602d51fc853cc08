import { type SignalName } from '../../common/detector';
import { type Baselines } from './baselines';
import { type IsolationForest } from './isolation_forest';

/** What a model knows of one entity. */
export interface EntityModel {
  entity: string;
  values: string[];
  /** Epoch ms of the first bucket with logs; before it the entity is not scored. */
  firstSeen: number;
  /** Mean of logs in a bucket while learning. */
  typicalPerBucket: number;
  baselines: Baselines;
  /** Calibration divisors: for each signal of the model, one for each of `WINDOWS`. */
  divisors: Float32Array;
}

/** Everything that scoring needs: baselines and calibration of each entity, and the forest that all share. */
export interface Model {
  signals: readonly SignalName[];
  timeZone: string;
  spanMs: number;
  seed: number;
  forest: IsolationForest;
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
