import { RECORD_MIN_SCORE } from '../../../common/severity';
import { scoreBuckets, trainModel, warmUpBuckets } from '../../../server/detection';
import { emptyBuckets } from '../../../server/detection/bucket_tables';
import { type BucketTable } from '../../../server/detection/types';
import { type NabFile } from '../corpus';
import { gridOf, rowScores, type Grid } from '../grid';
import { scheduleOf } from '../schedule';

const METRIC = 'value';

/**
 * Record scores, 0 to 100, by the product's own training and scoring: the file is one metric of one entity, and every
 * model has seen only what was before the buckets that it scores.
 */
export async function productScores(file: NabFile): Promise<Float64Array> {
  const grid = gridOf(file);
  const { from, spanMs } = grid;
  const scores = new Float64Array(grid.values.length);
  for (const { learnFrom, scoreFrom, scoreTo } of scheduleOf(grid)) {
    const model = await trainModel(tableOf(grid, learnFrom, scoreFrom), {
      signals: [],
      metrics: [{ name: METRIC, direction: 'both' }],
      timeZone: 'UTC',
      seed: 1,
    });
    const table = tableOf(grid, Math.max(0, scoreFrom - warmUpBuckets(spanMs)), scoreTo);
    for (const { time, recordScore } of scoreBuckets(model, table, {
      from: from + scoreFrom * spanMs,
      minScore: RECORD_MIN_SCORE,
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
    ...emptyBuckets('file', ['file'], known.length),
    count: Float32Array.from(known, (value) => (Number.isNaN(value) ? 0 : 1)),
    metrics: [Float32Array.from(known)],
  };
  const start = from + first * spanMs;
  return { from: start, spanMs, length: known.length, metrics: [METRIC], entities: [buckets] };
}
