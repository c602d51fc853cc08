import { clockOf, createCalendar, SLOTS_PER_DAY } from '../../../server/detection/local_time';
import { quantile } from '../../../server/detection/quantile';
import { medianAbsoluteDeviation } from '../../../server/detection/robust_scale';
import { type Scored } from '../judgement';
import { SPAN_MS, TIME_ZONE, type LabelledTraffic } from '../traffic';
import { RAW_FEATURES, rawFeatures } from './raw_features';

/** A spread is taken to be no smaller than this share of the feature's spread over all times. */
const LEAST_OF_OVERALL = 0.3;
const LEAST = 1e-3;

/**
 * The textbook's seasonal robust z: each feature against its median and MAD at that half hour of a working day or
 * of a weekend, in local time; the largest |z| of the bucket.
 */
export function seasonalScores(traffic: LabelledTraffic): Scored {
  const { table, testFrom } = traffic;
  const trained = (testFrom - table.from) / SPAN_MS;
  const times = Float64Array.from(
    { length: table.length },
    (_, index) => table.from + index * SPAN_MS
  );
  const { slot, weekday } = createCalendar(clockOf(TIME_ZONE), times, SPAN_MS);
  const placeOf = (index: number): number =>
    slot[index] + (weekday[index] === 0 || weekday[index] === 6 ? SLOTS_PER_DAY : 0);
  const scores = table.entities.map((buckets) => {
    const rows = rawFeatures(buckets, table.length);
    const strongest = new Float64Array(table.length - trained);
    for (let feature = 0; feature < RAW_FEATURES; feature++) {
      const at = (index: number): number => rows[index * RAW_FEATURES + feature];
      const groups = Array.from({ length: 2 * SLOTS_PER_DAY }, (): number[] => []);
      for (let index = 0; index < trained; index++) groups[placeOf(index)].push(at(index));
      const overall = medianAbsoluteDeviation(groups.flat());
      const medians = groups.map((values) => quantile(values, 0.5));
      const spreads = groups.map((values) =>
        Math.max(medianAbsoluteDeviation(values), LEAST_OF_OVERALL * overall, LEAST)
      );
      for (let index = trained; index < table.length; index++) {
        const place = placeOf(index);
        const z = Math.abs(at(index) - medians[place]) / spreads[place];
        if (z > strongest[index - trained]) strongest[index - trained] = z;
      }
    }
    return strongest;
  });
  return { traffic, scores };
}
