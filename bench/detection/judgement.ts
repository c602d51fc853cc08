import { incidentKinds, type IncidentKind } from '../../server/traffic/incidents';
import { SPAN_MS, TEST_DAYS, type LabelledTraffic } from './traffic';
import { wilsonInterval } from './wilson';

/** A score for each judged bucket of each entity: the higher, the more anomalous. */
export interface Scored {
  traffic: LabelledTraffic;
  /** By entity, in the order of the table; one score for each bucket from `testFrom` on. */
  scores: ArrayLike<number>[];
}

/** Alarms of an entity that are nearer than this are one. */
const COOL_DOWN_MS = 30 * 60_000;
/** An incident may still be found in the bucket after its end. */
const GRACE_MS = 5 * 60_000;
const WEEK_DAYS = 7;

export interface KindResult {
  recall: number;
  /** Wilson's 95 % interval of the recall. */
  low: number;
  high: number;
  n: number;
}

export interface Result {
  recall: number;
  falseAlarmsPerEntityWeek: number;
  /** Buckets from an incident's first to the one that raises the alarm; of those found. 0: at once. */
  medianDelayBuckets: number;
  /** Buckets that still are alarms after an incident's end, until the first that is none; of those found, on average. */
  meanOverhangBuckets: number;
  /** Alarms that belong to an incident, of all. */
  precision: number;
  kinds: Record<IncidentKind, KindResult>;
  /** The most false alarms that one entity had on one such day. */
  lookAlikes: Record<string, { perEntity: number; most: number }>;
}

interface Alarm {
  from: number;
  to: number;
  isTrue: boolean;
}

/** The buckets at or above the threshold, those nearer than the cool-down taken as one alarm. */
function alarmsOf(scores: ArrayLike<number>, threshold: number, testFrom: number): Alarm[] {
  const alarms: Alarm[] = [];
  for (let index = 0; index < scores.length; index++) {
    if (!(scores[index] >= threshold)) continue;
    const time = testFrom + index * SPAN_MS;
    const last = alarms[alarms.length - 1] as Alarm | undefined;
    if (last !== undefined && time - last.to <= COOL_DOWN_MS) last.to = time;
    else alarms.push({ from: time, to: time, isTrue: false });
  }
  return alarms;
}

/** Judges scores at a threshold. */
export function judge(all: readonly Scored[], threshold: number): Result {
  const found = new Map<IncidentKind, number[]>(incidentKinds.map((kind) => [kind, []]));
  const total = new Map<IncidentKind, number>(incidentKinds.map((kind) => [kind, 0]));
  const lookAlikes: Result['lookAlikes'] = {};
  const overhangs: number[] = [];
  let alarmCount = 0;
  let falseCount = 0;
  let entityDays = 0;
  for (const { traffic, scores } of all) {
    for (const [column, { entity }] of traffic.table.entities.entries()) {
      entityDays += TEST_DAYS;
      const alarms = alarmsOf(scores[column], threshold, traffic.testFrom);
      for (const incident of traffic.incidents) {
        if (incident.entity !== entity) continue;
        const end = incident.to + GRACE_MS;
        total.set(incident.kind, (total.get(incident.kind) ?? 0) + 1);
        for (const alarm of alarms) {
          if (alarm.from < end && alarm.to >= incident.from) alarm.isTrue = true;
        }
        const isAlarm = (time: number): boolean =>
          scores[column][(time - traffic.testFrom) / SPAN_MS] >= threshold;
        for (let time = incident.from; time < end; time += SPAN_MS) {
          if (!isAlarm(time)) continue;
          found.get(incident.kind)?.push((time - incident.from) / SPAN_MS);
          let over = Math.ceil((incident.to - traffic.testFrom) / SPAN_MS);
          const first = over;
          while (isAlarm(traffic.testFrom + over * SPAN_MS)) over++;
          overhangs.push(over - first);
          break;
        }
      }
      const wrong = alarms.filter(({ isTrue }) => !isTrue);
      alarmCount += alarms.length;
      falseCount += wrong.length;
      for (const { name, from, to } of traffic.lookAlikes) {
        const then = wrong.filter((alarm) => alarm.from >= from && alarm.from < to).length;
        const sofar = (lookAlikes[name] ??= { perEntity: 0, most: 0 });
        sofar.perEntity += then / (all.length * traffic.table.entities.length);
        sofar.most = Math.max(sofar.most, then);
      }
    }
  }
  const delays = [...found.values()].flat().sort((a, b) => a - b);
  const incidents = [...total.values()].reduce((sum, count) => sum + count, 0);
  const kinds = Object.fromEntries(
    incidentKinds.map((kind) => {
      const n = total.get(kind) ?? 0;
      const hits = found.get(kind)?.length ?? 0;
      return [kind, { recall: n > 0 ? hits / n : NaN, ...wilsonInterval(hits, n), n }];
    })
  ) as Result['kinds'];
  return {
    recall: delays.length / incidents,
    falseAlarmsPerEntityWeek: (falseCount * WEEK_DAYS) / entityDays,
    medianDelayBuckets: delays.length > 0 ? delays[Math.floor(delays.length / 2)] : NaN,
    meanOverhangBuckets:
      overhangs.reduce((sum, buckets) => sum + buckets, 0) / Math.max(overhangs.length, 1),
    precision: alarmCount > 0 ? (alarmCount - falseCount) / alarmCount : NaN,
    kinds,
    lookAlikes,
  };
}

/** The lowest threshold with at most so many false alarms per entity and week. */
export function thresholdFor(all: readonly Scored[], falseAlarms: number): number {
  const sorted = Float64Array.from(
    all.flatMap(({ scores }) => scores.flatMap((of) => [...Array.from(of)]))
  )
    .filter((score) => Number.isFinite(score))
    .sort();
  // The share of buckets above falls with the threshold, and false alarms with it as far as alarms are apart.
  let low = Math.floor(sorted.length * 0.8);
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (judge(all, sorted[middle]).falseAlarmsPerEntityWeek <= falseAlarms) high = middle;
    else low = middle + 1;
  }
  return sorted[high];
}
