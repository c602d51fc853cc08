const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const PATTERN = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;

/** The instant of a time such as `17/May/2015:10:05:03 +0000`; undefined when there is no such time. */
export function parseApacheTime(text: string): Date | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [day, year, hour, minute, second, offsetHours, offsetMinutes] = [1, 3, 4, 5, 6, 8, 9].map(
    (group) => Number(match[group])
  );
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
