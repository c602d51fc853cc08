import type { ModelComparison, ScoreDistribution } from '../../common/model_scores';
import type { BucketSource } from '../buckets/bucket_source';

import { onlyIn, readLastDay, scoreDay, type LastDay, type LastDayRequest } from './last_day';
import type { LoadedModel } from './model_cache';

const known = (...models: LoadedModel[]) => ({
  has: (entity: string) => models.some(({ model }) => model.entities.has(entity)),
});

/** Judges models by how they score the last day, from the buckets that are kept: no log is counted. */
export class CompareModels {
  constructor(private readonly bucketSource: BucketSource) {}

  /**
   * How a model scores the last day before `to`, epoch ms.
   * @returns null where no buckets of it are kept
   */
  async distribution(
    request: LastDayRequest,
    model: LoadedModel,
    to: number
  ): Promise<ScoreDistribution | null> {
    const day = await readLastDay(this.bucketSource, request, model, { to, known: known(model) });
    if (day === undefined) return null;
    const { sensitivity } = request.detector.settings;
    const { signal } = request;
    return (await scoreDay(model, day, { sensitivity, signal })).distribution;
  }

  /**
   * What `model` would find in the last day before `to` against `other`, by the same buckets.
   * @returns null where the buckets that one of them scores are not kept
   */
  async compare(
    request: LastDayRequest,
    model: LoadedModel,
    other: LoadedModel,
    to: number
  ): Promise<ModelComparison | null> {
    const asked = { to, known: known(model, other) };
    const day = await readLastDay(this.bucketSource, request, model, asked);
    if (day === undefined) return null;
    const otherDay = isAlike(model, other)
      ? day
      : await readLastDay(this.bucketSource, request, other, asked);
    if (otherDay === undefined) return null;
    const { signal, detector } = request;
    const options = { sensitivity: detector.settings.sensitivity, signal };
    const mine = await scoreDay(model, day, options);
    const theirs = await scoreDay(other, sameEntities(otherDay, day), options);
    return {
      own: mine.distribution,
      other: theirs.distribution,
      added: onlyIn(mine.records, theirs.records),
      dropped: onlyIn(theirs.records, mine.records),
    };
  }
}

/** Whether two models read the same buckets. */
const isAlike = ({ summary: one }: LoadedModel, { summary: other }: LoadedModel): boolean =>
  one.bucketSpanSeconds === other.bucketSpanSeconds &&
  JSON.stringify(bucketsReadBy(one)) === JSON.stringify(bucketsReadBy(other));

const bucketsReadBy = ({ latencyField, statusField, metrics }: LoadedModel['summary']) => [
  latencyField,
  statusField,
  metrics,
];

/** The day of those entities alone that the other one has too: of very many, each is a sample. */
function sameEntities(day: LastDay, { table }: LastDay): LastDay {
  const wanted = new Set(table.entities.map(({ entity }) => entity));
  const entities = day.table.entities.filter(({ entity }) => wanted.has(entity));
  return { ...day, table: { ...day.table, entities } };
}
