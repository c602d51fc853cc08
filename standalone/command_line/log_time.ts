import { parseApacheTime } from './apache_time';

/** Numbers of this size and more are of the next smaller unit: in seconds they would be a year past 5000. */
const LARGEST_SECONDS = 1e11;
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The instant that a log gives as ISO 8601 with an offset, as in Apache's logs, or as a number of seconds, milli-, micro-
 * or nanoseconds since 1970.
 * @returns why it is none, in words, where it is none
 */
export function readLogTime(value: unknown): Date | string {
  if (typeof value === 'number') return ofNumber(value, value);
  if (typeof value !== 'string') return `${JSON.stringify(value)} is no time`;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return ofNumber(Number(text), value);
  const iso = ISO.exec(text);
  if (iso && iso[1] === undefined) {
    return `"${text}" is a time without an offset from UTC, such as "Z" or "+02:00"`;
  }
  const time = iso ? new Date(text.replace(' ', 'T').replace(',', '.')) : parseApacheTime(text);
  if (time && !Number.isNaN(time.getTime())) return time;
  return `"${text}" is no time: it must be one such as "2026-03-14T09:26:53Z", or seconds or milliseconds since 1970`;
}

function ofNumber(value: number, given: unknown): Date | string {
  let ms = value * 1_000;
  for (let size = LARGEST_SECONDS; value >= size && ms > 1; size *= 1_000) ms /= 1_000;
  const time = new Date(Math.round(ms));
  return value > 0 && !Number.isNaN(time.getTime())
    ? time
    : `${JSON.stringify(given)} is no number of seconds or milliseconds since 1970`;
}
