import { scoreBuckets, trainModel, warmUpBuckets } from '../../../server/detection';
import { emptyBuckets } from '../../../server/detection/bucket_tables';
import { type BucketTable } from '../../../server/detection/types';
import { type NabFile } from '../corpus';
import { gridOf, rowScores, type Grid } from '../grid';

const DAY_MS = 86_400_000;
/** As a detector does it unless told otherwise: trained every day on the past 28. */
const TRAINED_EVERY_MS = DAY_MS;
const TRAINING_WINDOW_MS = 28 * DAY_MS;
const METRIC = 'value';

/**
 * Record scores, 0 to 100, by the product's own training and scoring: the file is one metric of one entity, every
 * model has seen only what was before the buckets that it scores.
 */
export async function productScores(file: NabFile): Promise<Float64Array> {
  const grid = gridOf(file);
  const { from, spanMs, values, judgedFrom } = grid;
  const scores = new Float64Array(values.length);
  const step = Math.max(1, Math.round(TRAINED_EVERY_MS / spanMs));
  const window = Math.round(TRAINING_WINDOW_MS / spanMs);
  for (let next = judgedFrom; next < values.length; next += step) {
    const model = await trainModel(tableOf(grid, Math.max(0, next - window), next), {
      signals: [],
      metrics: [{ name: METRIC, direction: 'both' }],
      timeZone: 'UTC',
      seed: 1,
    });
    const end = Math.min(next + step, values.length);
    const table = tableOf(grid, Math.max(0, next - warmUpBuckets(spanMs)), end);
    for (const { time, recordScore } of scoreBuckets(model, table, {
      from: from + next * spanMs,
      minScore: 1,
    })) {
      scores[Math.round((time - from) / spanMs)] = recordScore;
    }
  }
  return rowScores(grid, scores);
}

/** The buckets in [first, end) as a table; each row of the file counts as a log that holds the value. */
function tableOf({ from, spanMs, values }: Grid, first: number, end: number): BucketTable {
  const known = values.subarray(first, end);
  const buckets = {
    ...emptyBuckets('file', ['file'], known.length, 1),
    count: Float32Array.from(known, (value) => (Number.isNaN(value) ? 0 : 1)),
    metrics: [Float32Array.from(known)],
  };
  const start = from + first * spanMs;
  return { from: start, spanMs, length: known.length, metrics: [METRIC], entities: [buckets] };
}
