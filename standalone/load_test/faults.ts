import { CommandError } from '../command_line/command_error';
import { readLength } from '../command_line/time_argument';

export const faultKinds = ['slow', 'errors', 'overload'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What each does while it is switched on. */
export const faultEffects: Readonly<Record<FaultKind, string>> = {
  slow: 'one endpoint takes four times as long',
  errors: 'one endpoint fails for three requests in ten, with a status of 5xx',
  overload: 'five times as many requests as usual, more than can be answered in time',
};
export const SLOW_FACTOR = 4;
export const FAILED_SHARE = 0.3;
export const OVERLOAD_FACTOR = 5;

/** A fault that is switched on so long after the beginning, and off again. */
export interface PlannedFault {
  kind: FaultKind;
  startMs: number;
  lengthMs: number;
}

/**
 * @example readFault('slow@5m:2m') // switched on after five minutes, for two
 * @throws CommandError
 */
export function readFault(text: string): PlannedFault {
  const [, name, start, length] = /^(\w+)@(\w+):(\w+)$/.exec(text) ?? [];
  const kind = faultKinds.find((known) => known === name);
  if (!kind) {
    throw new CommandError(
      `--fault is "${text}": give one of ${faultKinds.join(', ')}, when it begins and how long it lasts, such as "slow@5m:2m".`
    );
  }
  return {
    kind,
    startMs: readLength(start, '--fault'),
    lengthMs: readLength(length, '--fault'),
  };
}
