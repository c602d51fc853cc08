import { signalNames } from '../../../common/detector';
import { scoreBuckets, trainModel } from '../../../server/detection';
import { type Scored } from '../judgement';
import { beginningOf, SPAN_MS, TIME_ZONE, type LabelledTraffic } from '../traffic';

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
