import { signalNames, type Sensitivity } from '../../../common/detector';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import { RECORD_SCORE_KNOTS, scoreBuckets, trainModel } from '../../../server/detection';
import { recordScoreOf, SENSITIVITY_SHIFT } from '../../../server/detection/record_score';
import { type Scored } from '../judgement';
import { beginningOf, SPAN_MS, TIME_ZONE, type LabelledTraffic } from '../traffic';

/**
 * The record score of a detector of medium sensitivity from which one of this sensitivity alarms: sensitivities shift the
 * strength on the curve, and change nothing else.
 */
export const alarmScoreAt = (sensitivity: Sensitivity): number =>
  recordScoreOf(ALARM_STRENGTH - SENSITIVITY_SHIFT[sensitivity], 0);

const ALARM_STRENGTH =
  RECORD_SCORE_KNOTS.find(({ recordScore }) => recordScore === ALARM_MIN_SCORE)?.strength ?? NaN;

/** Record scores, 0 to 100, by the product's own training and scoring. */
export async function productScores(traffic: LabelledTraffic): Promise<Scored> {
  const { table, testFrom } = traffic;
  const trained = (testFrom - table.from) / SPAN_MS;
  const model = await trainModel(beginningOf(table, trained), {
    signals: signalNames,
    timeZone: TIME_ZONE,
    seed: 1,
  });
  const columns = new Map(table.entities.map(({ entity }, column) => [entity, column]));
  const scores = table.entities.map(() => new Float64Array(table.length - trained));
  for (const { entity, time, recordScore } of scoreBuckets(model, table, {
    from: testFrom,
    minScore: 1,
  })) {
    scores[columns.get(entity) ?? 0][(time - testFrom) / SPAN_MS] = recordScore;
  }
  return { traffic, scores };
}
