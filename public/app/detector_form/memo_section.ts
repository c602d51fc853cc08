import { memo, type FunctionComponent } from 'react';

import type { DetectorSettings } from '../../../common/detector';
import type { SectionProps } from './form_faults';

/** Props that are made anew at each rendering, and say the same while their contents do. */
const BY_CONTENT = new Set(['faults', 'metricFaults']);

/**
 * A section that is only rendered again when its own settings, or what is said of them, change: whoever types a name need
 * not wait for hundreds of other fields.
 * @param parts the settings that it shows
 */
export function memoSection<P extends SectionProps>(
  section: FunctionComponent<P>,
  parts: ReadonlyArray<keyof DetectorSettings>
): FunctionComponent<P> {
  const isSame = (before: P, after: P): boolean =>
    parts.every((part) => before.settings[part] === after.settings[part]) &&
    (Object.keys(after) as Array<keyof P & string>).every((name) => {
      if (name === 'settings') return true;
      if (!BY_CONTENT.has(name)) return before[name] === after[name];
      return JSON.stringify(before[name]) === JSON.stringify(after[name]);
    });
  return memo(section, isSame);
}
