const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const PATTERN = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;

/** Of the latest time that was read: lines that follow each other often have the same. */
let latest: { text: string; timestamp: string | undefined } = { text: '', timestamp: undefined };

/** A time such as `17/May/2015:10:05:03 +0000` in ISO 8601, UTC; undefined when there is no such time. */
export function readApacheTime(text: string): string | undefined {
  if (text !== latest.text) {
    latest = { text, timestamp: parseApacheTime(text)?.toISOString() };
  }
  return latest.timestamp;
}

/** The instant of such a time; undefined when there is none. */
export function parseApacheTime(text: string): Date | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [day, year, hour] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const [minute, second] = [Number(match[5]), Number(match[6])];
  const [offsetHours, offsetMinutes] = [Number(match[8]), Number(match[9])];
  const month = MONTHS.indexOf(match[2]);
  const isDay =
    month >= 0 && day >= 1 && day <= new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  // 60 is a leap second.
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  if (offsetHours > 14 || offsetMinutes > 59) return undefined;
  const local = Date.UTC(year, month, day, hour, minute, second);
  const offset = (offsetHours * 60 + offsetMinutes) * 60_000;
  return new Date(match[7] === '+' ? local - offset : local + offset);
}
