import type { Direction, DifferencesResponse, FieldValue } from '../../common/differences';

import { hasValue, type SampledLog } from './name_differences';

/** What one answer looks into at most. */
const MAX_FIELDS = 100;
const MAX_VALUES = 60;
/** A value that a difference of 10 points could concern is nearly always seen this often in a sample of hundreds. */
const MIN_SAMPLED_SHARE = 0.06;
const MIN_SAMPLED_DIFFERENCE = 0.02;
/** A field whose values differ nearly from log to log is an identifier. */
const UNIQUE_SHARE = 0.9;
const MIN_TO_TELL_UNIQUE = 20;

export interface SampledFields {
  examinedFields: string[];
  omittedFields: DifferencesResponse['omittedFields'];
  /** Values worth counting, the most different first. */
  values: FieldValue[];
  /** How many values there were to choose from. */
  tests: number;
}

/** How many of the logs have each value of a field. */
function valuesOf(logs: readonly SampledLog[], field: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const log of logs) {
    for (const value of log.get(field) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

const shareOf = (logs: readonly SampledLog[], value: FieldValue): number =>
  logs.length === 0 ? 0 : logs.filter((log) => hasValue(log, value)).length / logs.length;

/** Chooses from samples of the anomaly's logs and of those before which fields and values to count in full. */
export function chooseValues(
  fields: readonly string[],
  {
    now,
    before,
    direction,
  }: { now: readonly SampledLog[]; before: readonly SampledLog[]; direction: Direction }
): SampledFields {
  const [more, less] = direction === 'high' ? [now, before] : [before, now];
  const filled = fields
    .map((field) => ({ field, logs: more.filter((log) => log.has(field)).length }))
    .filter(({ logs }) => logs > 0)
    .sort((a, b) => b.logs - a.logs);
  const examinedFields: string[] = [];
  const omittedFields: SampledFields['omittedFields'] = [];
  const values: Array<FieldValue & { difference: number }> = [];
  let tests = 0;
  for (const { field, logs } of filled) {
    const counts = valuesOf(more, field);
    if (logs >= MIN_TO_TELL_UNIQUE && counts.size >= UNIQUE_SHARE * logs) {
      omittedFields.push({ field, reason: 'nearly_unique' });
      continue;
    }
    if (examinedFields.length === MAX_FIELDS) {
      omittedFields.push({ field, reason: 'over_budget' });
      continue;
    }
    examinedFields.push(field);
    tests += counts.size;
    for (const [value, count] of counts) {
      const share = count / more.length;
      const difference = share - shareOf(less, { field, value });
      if (share >= MIN_SAMPLED_SHARE && difference >= MIN_SAMPLED_DIFFERENCE) {
        values.push({ field, value, difference });
      }
    }
  }
  return {
    examinedFields,
    omittedFields,
    values: values
      .sort((a, b) => b.difference - a.difference)
      .slice(0, MAX_VALUES)
      .map(({ field, value }) => ({ field, value })),
    tests,
  };
}
