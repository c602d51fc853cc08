import type { Direction, FieldValue } from '../../common/differences';

import type { Observed } from './clustering';
import { contrastOf, weakestOf, type Contrast } from './contrast';

/** A value and how often it occurs. */
export interface Candidate extends FieldValue {
  now: Observed;
  /** The logs before, by slots of time; each reference by itself. The first one is what is usual. */
  references: Observed[][];
}

/** The values of one log by field. */
export type SampledLog = ReadonlyMap<string, readonly string[]>;

export interface NamedDifference extends FieldValue {
  now: Observed;
  usual: Contrast;
  also: FieldValue[];
}

interface Comparison {
  direction: Direction;
  /** How many values were looked at. */
  tests: number;
  /** A random sample of the anomaly's logs, and of all logs before. */
  sampleNow: readonly SampledLog[];
  sampleBefore: readonly SampledLog[];
}

/** Where several fields say the same of the same logs, the first of these speaks for them. */
const SPEAKING_FIELDS = [
  'host.name',
  'client.ip',
  'client.address',
  'source.ip',
  'source.address',
  'user.name',
  'user.id',
  'user_agent.name',
  'user_agent.original',
  'service.version',
  'url.path',
];

const rankOf = (field: string): number => {
  const rank = SPEAKING_FIELDS.indexOf(field);
  return rank < 0 ? SPEAKING_FIELDS.length : rank;
};

/** Logs of which so many have both values, of those that have either, are the same ones. */
const SAME_LOGS = 0.9;

export const hasValue = (log: SampledLog, { field, value }: FieldValue): boolean =>
  log.get(field)?.includes(value) ?? false;

const observe = (logs: readonly SampledLog[], value: FieldValue): Observed => ({
  count: logs.filter((log) => hasValue(log, value)).length,
  total: logs.length,
});

/** The share of logs with both values among those with either. */
function overlapOf(logs: readonly SampledLog[], one: FieldValue, other: FieldValue): number {
  let both = 0;
  let either = 0;
  for (const log of logs) {
    const hasOne = hasValue(log, one);
    const hasOther = hasValue(log, other);
    if (hasOne && hasOther) both++;
    if (hasOne || hasOther) either++;
  }
  return either === 0 ? 0 : both / either;
}

/**
 * The values that stand out against every reference, the most telling first. One that stands out no longer among the
 * logs without those before it is no difference of its own, and is said beside the one whose logs it shares.
 */
export function nameDifferences(
  candidates: readonly Candidate[],
  { direction, tests, sampleNow, sampleBefore }: Comparison
): NamedDifference[] {
  const standing = candidates
    .map((candidate) => {
      const contrasts = candidate.references.map((usual) =>
        contrastOf(candidate.now, usual, { direction, tests })
      );
      return { candidate, usual: contrasts[0], weakest: weakestOf(contrasts) };
    })
    .filter(({ weakest }) => weakest.standsOut)
    .sort((a, b) => b.weakest.information - a.weakest.information);
  const sample = direction === 'high' ? sampleNow : sampleBefore;
  const groups: Array<Array<(typeof standing)[number]>> = [];
  for (const each of standing) {
    const leaders = groups.map(([first]) => first.candidate);
    const isWithout = (log: SampledLog) => !leaders.some((leader) => hasValue(log, leader));
    const nowWithout = observe(sampleNow.filter(isWithout), each.candidate);
    const references =
      direction === 'high'
        ? each.candidate.references
        : [[observe(sampleBefore.filter(isWithout), each.candidate)]];
    const isOwn = references.every(
      (usual) => contrastOf(nowWithout, usual, { direction, tests }).standsOut
    );
    if (leaders.length === 0 || isOwn) {
      groups.push([each]);
      continue;
    }
    const overlaps = leaders.map((leader) => overlapOf(sample, leader, each.candidate));
    groups[overlaps.indexOf(Math.max(...overlaps))].push(each);
  }
  return groups.map((group) => {
    const [first] = group;
    const same = group.filter(
      ({ candidate }) => overlapOf(sample, first.candidate, candidate) >= SAME_LOGS
    );
    const [speaker] = same.length === 0 ? [first] : same.sort(bySpeaking);
    return {
      ...speaker.candidate,
      usual: speaker.usual,
      also: group
        .filter((each) => each !== speaker)
        .map(({ candidate: { field, value } }) => ({ field, value })),
    };
  });
}

const bySpeaking = (one: { candidate: FieldValue }, other: { candidate: FieldValue }): number =>
  rankOf(one.candidate.field) - rankOf(other.candidate.field) ||
  one.candidate.field.length - other.candidate.field.length;
