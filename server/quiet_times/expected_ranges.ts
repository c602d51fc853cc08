import type { ExpectedRange } from '../../common/quiet_times';
import type { EntityStretch } from '../elasticsearch/record_stretches';

const iso = (time: number): string => new Date(time).toISOString();

/**
 * Adds stretches to what was expected. What was said of them before is replaced, and ranges of an entity that touch and say the
 * same become one, so that marking bucket after bucket does not fill the list.
 */
export function withExpected(
  ranges: readonly ExpectedRange[],
  stretches: readonly EntityStretch[],
  remark: Pick<ExpectedRange, 'note' | 'by' | 'at'>
): ExpectedRange[] {
  const added = stretches.map(({ entity, from, to }) => ({
    entity,
    from: iso(from),
    to: iso(to),
    ...remark,
  }));
  return joined([...withoutExpected(ranges, stretches), ...added]);
}

/** Takes stretches out of what was expected; what is left of a range on either side stays. */
export function withoutExpected(
  ranges: readonly ExpectedRange[],
  stretches: readonly EntityStretch[]
): ExpectedRange[] {
  return stretches.reduce<ExpectedRange[]>(
    (left, { entity, from, to }) =>
      left.flatMap((range) => {
        const [begin, end] = [Date.parse(range.from), Date.parse(range.to)];
        if (range.entity !== entity || end <= from || begin >= to) return [range];
        return [
          ...(begin < from ? [{ ...range, to: iso(from) }] : []),
          ...(end > to ? [{ ...range, from: iso(to) }] : []),
        ];
      }),
    [...ranges]
  );
}

/** Ordered by entity and time; those that touch and have the same note are one, said by whoever spoke last. */
function joined(ranges: readonly ExpectedRange[]): ExpectedRange[] {
  const sorted = [...ranges].sort((a, b) =>
    a.entity === b.entity ? Date.parse(a.from) - Date.parse(b.from) : a.entity < b.entity ? -1 : 1
  );
  const result: ExpectedRange[] = [];
  for (const range of sorted) {
    const last = result[result.length - 1] as ExpectedRange | undefined;
    const touches =
      last?.entity === range.entity &&
      last.note === range.note &&
      Date.parse(last.to) >= Date.parse(range.from);
    if (!touches) {
      result.push(range);
      continue;
    }
    const newer = Date.parse(range.at) >= Date.parse(last.at) ? range : last;
    const to = Date.parse(range.to) > Date.parse(last.to) ? range.to : last.to;
    result[result.length - 1] = { ...newer, from: last.from, to };
  }
  return result;
}
