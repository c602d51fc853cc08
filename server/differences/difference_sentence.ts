import type { Direction, FieldValue } from '../../common/differences';

/** A share of 1 in percent: two digits below ten, whole above. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value >= 10) return `${Math.round(value)} %`;
  if (value < 0.1) return 'less than 0.1 %';
  return `${Number(value.toPrecision(2))} %`;
}

/** Milliseconds, or seconds from ten of them on. */
export const durationInWords = (ms: number): string =>
  ms >= 10_000 ? `${Number((ms / 1_000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;

/** "82 % of the server errors (5xx) come from host.name: web-3, usually 9 %". */
export function differenceSentence(
  { field, value }: FieldValue,
  {
    noun,
    direction,
    share,
    usualShare,
  }: { noun: string; direction: Direction; share: number; usualShare: number }
): string {
  const usually = usualShare === 0 ? 'usually none' : `usually ${percent(usualShare)}`;
  if (share === 0) return `No ${noun} come from ${field}: ${value}, ${usually}`;
  const part = direction === 'low' ? `Only ${percent(share)}` : percent(share);
  return `${part} of the ${noun} come from ${field}: ${value}, ${usually}`;
}
