const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration looks like. */
export const DURATION = /^([1-9]\d*)([smhd])$/;

/** Milliseconds of a duration such as `30s`, `5m`, `1h` or `28d`; `undefined` when it is none. */
export function parseDuration(duration: string): number | undefined {
  const match = DURATION.exec(duration);
  if (!match) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/**
 * Milliseconds of a duration that has been decoded already.
 * @throws Error when it is no duration
 */
export function durationMs(duration: string): number {
  const ms = parseDuration(duration);
  if (ms === undefined) {
    throw new Error(
      `"${duration}" is no duration: give a whole number and s, m, h or d, such as "5m"`
    );
  }
  return ms;
}
