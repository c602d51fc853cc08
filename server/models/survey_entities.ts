import type { EntityStream } from '../buckets/entity_stream';
import { floorTo, type TimeRange } from '../buckets/time_ranges';
import { HOUR_MS } from '../elasticsearch/hourly_logs';

import { filledBuckets, SteadySpan } from './bucket_span';

/** What is seen of an entity before it is learned. */
export interface SeenEntity {
  hash: string;
  name: string;
  logs: number;
  /** Buckets with logs, for each of the spans asked for. */
  buckets: number[];
  /** Epoch ms, when its last bucket with logs begins. */
  last: number;
}

/** What the kept counts of a range say at a first look. */
export interface Survey {
  entities: SeenEntity[];
  /** Logs of each hour that has some, by its epoch ms. */
  logsOfHour: Map<number, number>;
  /** The times from the first to the last bucket with logs; undefined without any. */
  seen: TimeRange | undefined;
  /** The span at which most entities have steady buckets. */
  steadyMs: number;
}

/**
 * Looks at the counts of all entities.
 * @param keptMs span of the kept buckets
 * @param spansMs spans that buckets with logs are counted in
 */
export async function surveyEntities(
  stream: EntityStream,
  range: TimeRange,
  keptMs: number,
  spansMs: readonly number[]
): Promise<Survey> {
  const steady = new SteadySpan({ from: range.from, spanMs: keptMs });
  const logsOfHour = new Map<number, number>();
  const entities: SeenEntity[] = [];
  let first = Infinity;
  let last = -Infinity;
  for await (const { hash, name, count } of stream.counts()) {
    const seen = { first: Infinity, last: -Infinity, logs: 0 };
    let hour = NaN;
    let logs = 0;
    const addHour = () => {
      if (logs > 0) logsOfHour.set(hour, (logsOfHour.get(hour) ?? 0) + logs);
    };
    for (let index = 0; index < count.length; index++) {
      if (count[index] === 0) continue;
      const time = range.from + index * keptMs;
      if (!(time < hour + HOUR_MS)) {
        addHour();
        hour = floorTo(time, HOUR_MS);
        logs = 0;
      }
      logs += count[index];
      seen.first = Math.min(seen.first, time);
      seen.last = time;
      seen.logs += count[index];
    }
    addHour();
    if (seen.logs === 0) continue;
    steady.add(count);
    const buckets = spansMs.map((spanMs) => {
      const multiple = Math.round(spanMs / keptMs);
      return filledBuckets(count, Math.round(range.from / keptMs) % multiple, multiple);
    });
    entities.push({ hash, name, logs: seen.logs, buckets, last: seen.last });
    first = Math.min(first, seen.first);
    last = Math.max(last, seen.last);
  }
  return {
    entities,
    logsOfHour,
    seen: entities.length > 0 ? { from: first, to: last + keptMs } : undefined,
    steadyMs: steady.ms,
  };
}

/** The entities that are learned when there may be only so many: those seen last, and of these the busiest. */
export function chooseEntities(
  entities: readonly SeenEntity[],
  maxEntities: number,
  recentMs: number
): SeenEntity[] {
  const rank = ({ last }: SeenEntity) => floorTo(last, recentMs);
  return [...entities]
    .sort((a, b) => rank(b) - rank(a) || b.logs - a.logs || (a.hash < b.hash ? -1 : 1))
    .slice(0, maxEntities);
}
