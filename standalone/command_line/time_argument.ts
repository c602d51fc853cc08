import { isLeft } from 'fp-ts/lib/Either';

import { isoDate } from '../../common/codecs';
import { CommandError } from './command_error';

const UNIT_MS: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * The time in `text`: ISO 8601, `now`, or so long ago as `now-7d` says (s, m, h, d, w).
 * @param option what it was given as, for the message
 * @throws CommandError
 */
export function readTime(text: string, option: string, now: Date): Date {
  const relative = /^now(?:-(\d+)([smhdw]))?$/.exec(text);
  if (relative) {
    const [, count = '0', unit = 's'] = relative;
    return new Date(now.getTime() - Number(count) * UNIT_MS[unit]);
  }
  if (isLeft(isoDate.decode(text))) {
    throw new CommandError(
      `${option} is "${text}": give a time in ISO 8601 with its offset, such as "2026-03-14T09:26:53Z", or one such as "now-7d".`
    );
  }
  return new Date(text);
}

/**
 * The milliseconds of a length of time such as `90s` or `2h`.
 * @throws CommandError
 */
export function readLength(text: string, option: string): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * UNIT_MS[unit];
  throw new CommandError(
    `${option} is "${text}": give a number and a unit - s, m, h, d or w - such as "90s".`
  );
}
