import moment from 'moment-timezone';

/** How times are shown: Kibana's `dateFormat` and `dateFormat:tz`. */
export interface TimeFormat {
  /** IANA name. */
  timeZone: string;
  /** Kibana's `dateFormat`, in moment's syntax. */
  dateFormat: string;
  /** Kibana's quick ranges for the time range picker. */
  quickRanges: Array<{ start: string; end: string; label: string }>;
  /** @param time ISO 8601 or epoch ms */
  format: (time: string | number) => string;
  /** A sentence of the server with its times, which are UTC, as they are shown elsewhere. */
  told: (sentence: string) => string;
}

/** Times as the server writes them into its sentences. */
const TIME_IN_SENTENCE = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z/g;

const DEFAULT_FORMAT = 'MMM D, YYYY @ HH:mm:ss.SSS';

const isQuickRange = (value: unknown): value is { from: string; to: string; display: string } =>
  typeof value === 'object' &&
  value !== null &&
  ['from', 'to', 'display'].every(
    (key) => typeof (value as Record<string, unknown>)[key] === 'string'
  );

/** Reads the advanced settings; the time zone `Browser` stands for the browser's own. */
export function timeFormatOf(setting: (key: string) => unknown): TimeFormat {
  const zone = setting('dateFormat:tz');
  const timeZone =
    typeof zone === 'string' && zone !== 'Browser' && moment.tz.zone(zone) !== null
      ? zone
      : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const format = setting('dateFormat');
  const dateFormat = typeof format === 'string' ? format : DEFAULT_FORMAT;
  const ranges = setting('timepicker:quickRanges');
  const shown = (time: string | number) => moment.tz(time, timeZone).format(dateFormat);
  return {
    timeZone,
    dateFormat,
    quickRanges: (Array.isArray(ranges) ? ranges : [])
      .filter(isQuickRange)
      .map(({ from, to, display }) => ({ start: from, end: to, label: display })),
    format: shown,
    told: (sentence) => sentence.replace(TIME_IN_SENTENCE, shown),
  };
}
