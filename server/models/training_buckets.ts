import type { BucketSource } from '../buckets/bucket_source';
import { keptMetrics, withoutCounted, type Coverage, type Omitted } from '../buckets/coverage';
import type { CountOptions, DetectorBuckets } from '../buckets/detector_buckets';
import type { EntityStream } from '../buckets/entity_stream';
import { ceilTo, covers, DAY_MS, floorTo, intersect, type TimeRange } from '../buckets/time_ranges';
import { percentilesLearnedFrom, type TrainingTable } from '../detection';
import type { BucketRange } from '../elasticsearch/bucket_reader';
import { HOUR_MS } from '../elasticsearch/hourly_logs';
import type { LogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';

import { AUTO_SPANS_MS, wantedSpanMs } from './bucket_span';
import { chooseEntities, surveyEntities, type SeenEntity, type Survey } from './survey_entities';
import type { LearnMeans, LearnRequest } from './learn_model';

/** Logs that came since they were counted are looked for so often, until what they are in is counted again. */
const LOOKS = 3;

/** What is learned from. */
export interface LearnedBuckets {
  table: TrainingTable;
  range: BucketRange;
  /** Logs and buckets with logs, of the entities that are learned. */
  logs: number;
  buckets: number;
  entities: number;
  omitted: Omitted;
  notices: string[];
}

/** The range to learn from, and with whose rights it is counted. */
type RangeRequest = Pick<LearnRequest, 'spaceId' | 'detector' | 'from' | 'to'> &
  Pick<LearnMeans, 'client' | 'signal'>;

/** The buckets of a training: what is kept of the range, and what its logs are counted into. */
export class TrainingBuckets {
  private constructor(
    private readonly request: RangeRequest,
    private readonly buckets: DetectorBuckets,
    /** Of the buckets to begin with. */
    private readonly spanMs: number,
    /** Times of which there may be logs that are to be counted. */
    private readonly counting: TimeRange
  ) {}

  /**
   * @param found the source with all fields that are mapped
   * @param source the same without those that no log has a value in
   */
  static async open(
    bucketSource: BucketSource,
    request: RangeRequest,
    { found, source }: { found: LogSource; source: LogSource },
    extent: LogExtent
  ): Promise<TrainingBuckets> {
    const { detector, spaceId, client } = request;
    const { settings } = detector;
    const wanted = wantedSpanMs(settings);
    const ask = { detector, spaceId, client };
    // Metrics are kept in the span that was found; it stays until the settings change.
    const spans =
      settings.bucketSpan === 'auto' && found.metrics.length > 0 ? AUTO_SPANS_MS : [wanted];
    for (const candidate of [found, source]) {
      for (const spanMs of spans) {
        const buckets = await bucketSource.find({ ...ask, source: candidate, spanMs });
        if (buckets) {
          return new TrainingBuckets(request, buckets, spanMs, countingOf(request, extent, spanMs));
        }
      }
    }
    const buckets = await bucketSource.findOrBegin({ ...ask, source, spanMs: wanted });
    return new TrainingBuckets(request, buckets, wanted, countingOf(request, extent, wanted));
  }

  /**
   * Counts what is not counted yet, newest first.
   * @param enoughMs ends it once so much up to now is counted
   * @param deadline epoch ms; ends it then
   * @returns whether all is counted
   */
  async count({
    enoughMs = Infinity,
    deadline,
    ...options
  }: Omit<CountOptions, 'isEnough'> & { enoughMs?: number; deadline: number }): Promise<boolean> {
    const isEnough = (coverage: Coverage) =>
      Date.now() > deadline || this.newestCounted(coverage) >= enoughMs;
    await this.admitMoreEntities();
    return this.buckets.count(this.counting, { ...options, isEnough });
  }

  /** How much time up to now is counted without a gap, ms. */
  async counted(): Promise<number> {
    return this.newestCounted(await this.buckets.kept.coverage());
  }

  /** @returns undefined when none of the entities has a log */
  async learn(): Promise<LearnedBuckets | undefined> {
    const { buckets, counting } = this;
    const { signal } = this.request;
    for (let look = 1; ; look++) {
      const range = this.learnable(await buckets.kept.coverage());
      const stream = await buckets.kept.stream(range, signal);
      const keptMs = buckets.kept.counting.spanMs;
      const survey = await surveyEntities(stream, range, keptMs, this.spansMs());
      if (look === LOOKS || !(await buckets.forgetChanged(range, survey.logsOfHour, signal))) {
        return this.chosen(stream, survey);
      }
      for (const again of intersect([counting], [range])) await buckets.count(again, { signal });
    }
  }

  /** Deletes what is kept of the time before. */
  expire(before: number): Promise<void> {
    return this.buckets.kept.expire(before);
  }

  /** Runs `work` again when it meets kept buckets that are damaged; they have to be counted again first. */
  mended<T>(work: () => Promise<T>): Promise<T> {
    return this.buckets.kept.mended(work);
  }

  private async chosen(stream: EntityStream, survey: Survey): Promise<LearnedBuckets | undefined> {
    const { detector, to } = this.request;
    const { settings } = detector;
    const { kept } = this.buckets;
    if (survey.seen === undefined) return undefined;
    const isFound = settings.bucketSpan === 'auto' && this.spanMs === AUTO_SPANS_MS[0];
    const spanMs = isFound ? survey.steadyMs : this.spanMs;
    const range = {
      from: floorTo(survey.seen.from, spanMs),
      to: Math.min(ceilTo(survey.seen.to, spanMs), floorTo(to, spanMs)),
      spanMs,
    };
    if (range.to <= range.from) return undefined;
    const entities = chooseEntities(survey.entities, settings.maxEntities, DAY_MS);
    const only = new Set(entities.map(({ hash }) => hash));
    const place = this.spansMs().indexOf(spanMs);
    const { limited } = await kept.coverage();
    const dropped = survey.entities.filter(({ hash }) => !only.has(hash));
    return {
      table: {
        from: range.from,
        spanMs,
        length: Math.round((range.to - range.from) / spanMs),
        metrics: keptMetrics(kept.counting).map(({ name }) => name),
        entities: stream.buckets(range, { only, percentilesFrom: percentilesLearnedFrom(range) }),
        entitiesAgain: stream.buckets(range, { only, percentilesFrom: range.to }),
        entityCount: entities.length,
      },
      range,
      logs: entities.reduce((sum, { logs }) => sum + logs, 0),
      buckets: entities.reduce((sum, { buckets }) => sum + buckets[place], 0),
      entities: entities.length,
      omitted: together(dropped, limited?.omitted),
      notices:
        spanMs === this.spanMs
          ? []
          : [
              `The logs come in bursts, so most ${this.spanMs / 60_000}-minute buckets hold none. Buckets of ${spanMs / 60_000} minutes are used instead; set "bucketSpan" to decide otherwise.`,
            ],
    };
  }

  /** Spans that the model may have. */
  private spansMs(): readonly number[] {
    return this.request.detector.settings.bucketSpan === 'auto' && this.spanMs === AUTO_SPANS_MS[0]
      ? AUTO_SPANS_MS
      : [this.spanMs];
  }

  /** Once all is counted, with what is kept of the time before, whose logs may be gone; else what is counted up to now. */
  private learnable(coverage: Coverage): TimeRange {
    const { to } = this.counting;
    const from = floorTo(this.request.from, ALIGNED_MS);
    if (covers(coverage.counted, this.counting)) return { from, to };
    return { from: to - this.newestCounted(coverage), to };
  }

  private newestCounted({ counted }: Coverage): number {
    const { from, to } = this.counting;
    const newest = intersect(counted, [{ from, to }]).find((range) => range.to === to);
    return newest === undefined ? 0 : to - ceilTo(newest.from, ALIGNED_MS);
  }

  /** Where the limit was raised since entities were left out, they are counted too, as far back as there are logs. */
  private async admitMoreEntities(): Promise<void> {
    const { kept } = this.buckets;
    const { maxEntities } = this.request.detector.settings;
    const { limited } = await kept.coverage();
    if (limited === null || maxEntities <= limited.maxEntities) return;
    await kept.changeCoverage((coverage) => ({
      ...withoutCounted(coverage, [this.counting]),
      limited: null,
    }));
  }
}

/** Ranges begin at whole hours, and so with a bucket of any span. */
const ALIGNED_MS = HOUR_MS;

/** The times of the request that there are logs of, in whole hours but for the buckets that are not complete yet. */
function countingOf(
  { from, to }: Pick<LearnRequest, 'from' | 'to'>,
  { oldest, newest }: Pick<LogExtent, 'oldest' | 'newest'>,
  spanMs: number
): TimeRange {
  const first = floorTo(Math.max(from, oldest ?? to), ALIGNED_MS);
  const complete = floorTo(to, spanMs);
  const last = Math.min(ceilTo(Math.min(to, (newest ?? to) + 1), ALIGNED_MS), complete);
  return { from: Math.min(first, last), to: last };
}

function together(dropped: readonly SeenEntity[], left: Omitted | undefined): Omitted {
  const names = [...dropped.map(({ name }) => name), ...(left?.examples ?? [])];
  return {
    examples: names.slice(0, 3),
    count: dropped.length + (left?.count ?? 0),
    more: left?.more ?? false,
  };
}
