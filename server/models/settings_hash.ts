import { createHash } from 'node:crypto';

import type { DetectorSettings } from '../../common/detector';
import { learnedValues } from '../../common/learned_settings';

/** Hash of the settings that a model depends on: two detectors with the same one learn the same. */
export const settingsHash = (settings: DetectorSettings): string =>
  createHash('sha256')
    .update(JSON.stringify(learnedValues(settings)))
    .digest('hex')
    .slice(0, 16);
