import { durationMs } from '../../../common/duration';
import { durationLabel } from '../duration_label';

/** How long people mute. */
const LENGTHS = ['1h', '8h', '1d', '7d'];

export const muteLengths = (): Array<{ label: string; minutes: number }> =>
  LENGTHS.map((length) => ({
    label: durationLabel(length),
    minutes: durationMs(length) / 60_000,
  }));
