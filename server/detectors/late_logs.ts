import { createHash } from 'node:crypto';

import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { counted } from '../../common/counted';
import type { BucketTable, EntityBuckets } from '../detection/types';

const HOUR_MS = 3_600_000;

/** So much of the past is looked at for logs that came too late to be scored. */
const WATCHED_MS = 24 * HOUR_MS;

const seenBucketCodec = t.type({
  /** Epoch ms, start of the bucket. */
  time: t.number,
  /** Hash of what was counted; another one when logs have come since. */
  fingerprint: t.string,
  logs: t.number,
});
/** What a bucket held when it was scored. */
export type SeenBucket = t.TypeOf<typeof seenBucketCodec>;

const lateLogsCodec = t.type({
  /** Of which settings this is; with others nothing of it is of use. */
  settings: t.string,
  /** The buckets that late logs may still change, in the order of time. */
  seen: t.array(seenBucketCodec),
  /** Every bucket before this time, epoch ms, is settled: taken into `hours`. */
  settledUpTo: t.number,
  /** Logs of the hours before, by their start in ISO 8601, as they were scored for the last time. */
  hours: t.record(t.string, t.number),
  /** When logs that came later still were last looked for, epoch ms. */
  checkedAt: t.number,
  /** Those that were found then. */
  missed: t.union([t.type({ from: t.number, to: t.number, logs: t.number }), t.null]),
});
/** What scoring remembers of the logs it has counted. It is small, and belongs to the state of the task. */
export type LateLogs = t.TypeOf<typeof lateLogsCodec>;

/** What was remembered with these settings; nothing where it cannot be read. */
export function rememberedLogs(stored: unknown, settings: string): LateLogs {
  const decoded = lateLogsCodec.decode(stored);
  return isRight(decoded) && decoded.right.settings === settings
    ? decoded.right
    : { settings, seen: [], settledUpTo: 0, hours: {}, checkedAt: 0, missed: null };
}

/** The first bucket that logs may still change which come `lateMs` late, when everything before `scoredUpTo` is scored. */
export const lookBackFrom = (scoredUpTo: number, lateMs: number, spanMs: number): number =>
  Math.floor((scoredUpTo - lateMs) / spanMs) * spanMs;

/** What a table holds from `from` on. Buckets that are not looked at again (`isOpen`) have no fingerprint. */
export function seenIn(
  table: BucketTable,
  from: number,
  isOpen: (time: number) => boolean
): SeenBucket[] {
  const { entities, length, spanMs } = table;
  const first = Math.max(0, Math.ceil((from - table.from) / spanMs));
  const logs = new Float64Array(Math.max(0, length - first));
  for (const { count } of entities) {
    for (let index = first; index < length; index++) logs[index - first] += count[index];
  }
  const inOrder = [...entities].sort((a, b) => (a.entity < b.entity ? -1 : 1));
  return Array.from(logs, (sum, place): SeenBucket => {
    const time = table.from + (first + place) * spanMs;
    const fingerprint = isOpen(time) ? fingerprintOf(inOrder, first + place) : '';
    return { time, fingerprint, logs: sum };
  });
}

function fingerprintOf(entities: readonly EntityBuckets[], index: number): string {
  const hash = createHash('sha256');
  for (const { values, count, clientErrors, serverErrors, latencyCounts } of entities) {
    if (count[index] === 0) continue;
    const bins = latencyCounts.map((requests) => requests?.[index] ?? 0);
    hash.update(
      JSON.stringify([values, count[index], clientErrors[index], serverErrors[index], bins])
    );
  }
  return hash.digest('hex').slice(0, 12);
}

/** The start of the first bucket before `to` that is not what it was when it was scored, or was not seen then. */
export function firstChanged(
  now: readonly SeenBucket[],
  before: readonly SeenBucket[],
  to: number
): number | undefined {
  const known = new Map(before.map(({ time, fingerprint }) => [time, fingerprint]));
  return now.find(({ time, fingerprint }) => time < to && known.get(time) !== fingerprint)?.time;
}

/** The hour in which a time is, ISO 8601. */
const hourOf = (time: number): string =>
  new Date(Math.floor(time / HOUR_MS) * HOUR_MS).toISOString();

/** Takes what has just been scored into what is remembered; buckets before `openFrom` are settled. */
export function remember(
  late: LateLogs,
  scored: readonly SeenBucket[],
  openFrom: number
): LateLogs {
  const newest = new Map([...late.seen, ...scored].map((bucket) => [bucket.time, bucket]));
  const all = [...newest.values()].sort((a, b) => a.time - b.time);
  const settling = all.filter(({ time }) => time >= late.settledUpTo && time < openFrom);
  const hours = { ...late.hours };
  if (settling.length > 0 && settling[0].time !== late.settledUpTo) {
    delete hours[hourOf(late.settledUpTo)];
  }
  for (const { time, logs } of settling) {
    const hour = hourOf(time);
    // An hour that was not followed from its beginning cannot be compared.
    if (hour in hours) hours[hour] += logs;
    else if (time % HOUR_MS === 0) hours[hour] = logs;
  }
  return {
    ...late,
    settledUpTo: Math.max(late.settledUpTo, openFrom),
    seen: all.filter(({ time }) => time >= openFrom),
    hours: Object.fromEntries(
      Object.entries(hours).filter(([hour]) => Date.parse(hour) >= openFrom - WATCHED_MS)
    ),
  };
}

/** The hours that can be compared, epoch ms, oldest first: those of which every bucket is settled. */
export const comparableHours = ({ hours }: LateLogs, openFrom: number): number[] =>
  Object.keys(hours)
    .map((hour) => Date.parse(hour))
    .filter((hour) => hour + HOUR_MS <= openFrom)
    .sort((a, b) => a - b);

export const isCheckDue = ({ checkedAt }: LateLogs, now: number): boolean =>
  now - checkedAt >= HOUR_MS;

/** Compares what was scored of hours with the logs that are there now. */
export function missedLogs(
  { hours }: LateLogs,
  counted: ReadonlyMap<number, number>
): LateLogs['missed'] {
  let missed = null as LateLogs['missed'];
  for (const [hour, logs] of [...counted].sort(([a], [b]) => a - b)) {
    const more = logs - (hours[new Date(hour).toISOString()] ?? logs);
    if (more <= 0) continue;
    missed = {
      from: missed?.from ?? hour,
      to: hour + HOUR_MS,
      logs: (missed?.logs ?? 0) + more,
    };
  }
  return missed;
}

/** What people are told of logs that came too late; nothing when there are none. */
export function noticesOfMissed(
  { missed }: LateLogs,
  { indexPattern, lateDataWindow }: { indexPattern: string; lateDataWindow: string }
): string[] {
  if (missed === null) return [];
  const [from, to] = [missed.from, missed.to].map((time) => new Date(time).toISOString());
  return [
    `${counted(missed.logs, 'log')} of "${indexPattern}" with a time between ${from} and ${to} arrived more than ${lateDataWindow} late and were not scored. Score that range by hand, or set a longer "lateDataWindow".`,
  ];
}
