import * as t from 'io-ts';

import { isoDate, nullable } from './codecs';

/** How wide a bin of record scores is; there are 20 of them. */
export const SCORE_BIN = 5;
export const SCORE_BINS = 100 / SCORE_BIN;

/** Numbers of anomalous buckets by severity; lesser buckets are no records. */
export const recordCountsCodec = t.type({
  warning: t.number,
  minor: t.number,
  major: t.number,
  critical: t.number,
});
export type RecordCounts = t.TypeOf<typeof recordCountsCodec>;

export const noRecords = (): RecordCounts => ({ warning: 0, minor: 0, major: 0, critical: 0 });

/** How a model scores the buckets of [from, to). */
export const scoreDistributionCodec = t.type({
  from: isoDate,
  to: isoDate,
  /** That were scored: of detectors with very many only some. */
  entities: t.number,
  /** Buckets that were scored. */
  buckets: t.number,
  /** Buckets with a record score of [5i, 5i + 5) in place i; in the first only those that are records, from 3 on. */
  bins: t.array(t.number),
  records: recordCountsCodec,
});
export type ScoreDistribution = t.TypeOf<typeof scoreDistributionCodec>;

/** What one model would find in [from, to) against another. Quiet times are left out of account. */
export const modelComparisonCodec = t.type({
  own: scoreDistributionCodec,
  other: scoreDistributionCodec,
  /** Buckets that are records by it alone, by their severity. */
  added: recordCountsCodec,
  /** Buckets that are records by the other alone, by their severity there. */
  dropped: recordCountsCodec,
});
export type ModelComparison = t.TypeOf<typeof modelComparisonCodec>;

/** What a new model is against the one that was in use. */
export const modelAssessmentCodec = t.type({
  /** The model it was compared with. */
  with: t.type({ id: t.string, number: t.number }),
  /** null where it could not be scored; `changes` say why. */
  comparison: nullable(modelComparisonCodec),
  /** Why it looks worse, a sentence each; none where it does not. */
  worse: t.array(t.string),
  /** What people should know of the change without its being worse, a sentence each. */
  changes: t.array(t.string),
});
export type ModelAssessment = t.TypeOf<typeof modelAssessmentCodec>;

export const recordsIn = ({ warning, minor, major, critical }: RecordCounts): number =>
  warning + minor + major + critical;

const without = (records: RecordCounts, those: RecordCounts): RecordCounts => ({
  warning: records.warning - those.warning,
  minor: records.minor - those.minor,
  major: records.major - those.major,
  critical: records.critical - those.critical,
});

/**
 * Whether anomalies that both models find are of another severity, as far as the numbers tell. Of models with buckets of
 * different lengths they do not: several buckets of one are one of the other.
 */
export function changesSeverities({ own, other, added, dropped }: ModelComparison): boolean {
  const [mine, theirs] = [without(own.records, added), without(other.records, dropped)];
  return (
    recordsIn(mine) === recordsIn(theirs) &&
    (mine.warning !== theirs.warning ||
      mine.minor !== theirs.minor ||
      mine.major !== theirs.major ||
      mine.critical !== theirs.critical)
  );
}

export const alarmsIn = ({ major, critical }: RecordCounts): number => major + critical;
