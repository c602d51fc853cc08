import { clockOf, createCalendar, SLOTS_PER_DAY } from '../../../server/detection/local_time';
import { quantile } from '../../../server/detection/quantile';
import { medianAbsoluteDeviation } from '../../../server/detection/robust_scale';
import { type NabFile } from '../corpus';
import { gridOf, rowScores } from '../grid';
import { scheduleOf } from '../schedule';

/** A spread is taken to be no smaller than this share of the spread over all times. */
const LEAST_OF_OVERALL = 0.3;
const LEAST = 1e-9;

/** The textbook's seasonal robust z: |value − median| ÷ MAD of that half hour of the day, learned every day from the past. */
export function seasonalScores(file: NabFile): Float64Array {
  const grid = gridOf(file);
  const { from, spanMs, values } = grid;
  const times = Float64Array.from(values, (_, bucket) => from + bucket * spanMs);
  const { slot } = createCalendar(clockOf('UTC'), times, spanMs);
  const scores = new Float64Array(values.length);
  for (const { learnFrom, scoreFrom, scoreTo } of scheduleOf(grid)) {
    const bySlot = Array.from({ length: SLOTS_PER_DAY }, (): number[] => []);
    for (let bucket = learnFrom; bucket < scoreFrom; bucket++) {
      bySlot[slot[bucket]].push(values[bucket]);
    }
    const known = values.subarray(learnFrom, scoreFrom);
    const least = Math.max(LEAST_OF_OVERALL * medianAbsoluteDeviation(known), LEAST);
    const overall = quantile(known, 0.5);
    const medians = bySlot.map((of) => quantile(of, 0.5));
    const spreads = bySlot.map((of) => Math.max(medianAbsoluteDeviation(of), least));
    for (let bucket = scoreFrom; bucket < scoreTo; bucket++) {
      const median = medians[slot[bucket]];
      const distance = Math.abs(values[bucket] - (Number.isNaN(median) ? overall : median));
      scores[bucket] = distance / spreads[slot[bucket]] || 0;
    }
  }
  return rowScores(grid, scores);
}
