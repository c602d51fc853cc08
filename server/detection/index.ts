export { entitiesOf, type EntityModel, type Model } from './model';
export { expectedBand, typicalThroughput } from './expected_band';
export { RECORD_SCORE_KNOTS } from './record_score';
export { commonModeIn, scoreBuckets, type LeftOutOf, type ScoringOptions } from './score';
export {
  deserialiseModel,
  deserialiseModelInTurns,
  FORMAT_VERSION,
  serialiseModel,
  serialiseModelInTurns,
} from './serialisation';
export {
  percentilesLearnedFrom,
  trainModel,
  type TrainingOptions,
  type TrainingTable,
} from './train';
export { warmUpBuckets } from './windows';
export type { BucketTable, EntityBuckets, ExpectedBand, ScoredBucket, SignalScore } from './types';
