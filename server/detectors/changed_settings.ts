import { isDeepStrictEqual } from 'node:util';

import type { DetectorSettings } from '../../common/detector';

const MAX_LENGTH = 120;

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'found');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 3)}...` : text;
};

/** The settings that are not the same, each with what it was and what it is: `queryDelay from "60s" to "2m"`. */
export function changedSettings(before: DetectorSettings, after: DetectorSettings): string[] {
  const flat = ({ schedule, fields, ...rest }: DetectorSettings): Map<string, unknown> =>
    new Map(Object.entries({ ...rest, ...schedule, ...fields }));
  const earlier = flat(before);
  return [...flat(after)]
    .filter(([name, value]) => !isDeepStrictEqual(value, earlier.get(name)))
    .map(([name, value]) => `${name} from ${shown(earlier.get(name))} to ${shown(value)}`);
}
