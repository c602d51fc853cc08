import type { DetectorSettings } from './detector';
import type { DifferencesResponse, FieldValue, LogRestriction } from './differences';
import type { ListedRecord } from './record';

export const DISCOVER_LOCATOR = 'DISCOVER_APP_LOCATOR';

/** The parameters of Discover's locator that are used. */
export interface DiscoverParams {
  dataViewSpec: { title: string; timeFieldName: string };
  timeRange: { from: string; to: string };
  query: { language: 'kuery' | 'lucene'; query: string };
}

/** A value in KQL's quotes; only backslash and quote have a meaning there. */
export const quoteKuery = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;

/** A field name in KQL, with what has a meaning there escaped. */
const escapeKueryField = (field: string): string => field.replace(/[\\():<>"*{}\s]/g, '\\$&');

/** A value in Lucene's quotes. */
const quoteLucene = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&')}"`;

const escapeLuceneField = (field: string): string =>
  field.replace(/[-+=&|!(){}[\]^"~*?:\\/\s]/g, '\\$&');

export type Logs = Pick<DetectorSettings, 'indexPattern' | 'timeField' | 'filter'>;
export type DiscoverBucket = Pick<
  ListedRecord,
  '@timestamp' | 'bucket_span_seconds' | 'entity_values'
>;

/** Conditions in the language of the detector's filter, added to it. */
function queryOf(
  { language, query }: Logs['filter'],
  values: ReadonlyArray<readonly [field: string, value: string]>,
  restriction: LogRestriction | null = null
): DiscoverParams['query'] {
  const isKuery = language === 'kuery';
  const conditions = [
    ...values.map(([field, value]) =>
      isKuery
        ? `${escapeKueryField(field)}: ${quoteKuery(value)}`
        : `${escapeLuceneField(field)}:${quoteLucene(value)}`
    ),
    ...(restriction === null
      ? []
      : isKuery
        ? kueryBounds(restriction)
        : [luceneBounds(restriction)]),
  ];
  const parts = query.trim() === '' ? conditions : [`(${query.trim()})`, ...conditions];
  return { language, query: parts.join(isKuery ? ' and ' : ' AND ') };
}

function kueryBounds({ field, gte, gt, lt }: LogRestriction): string[] {
  const bounds: Array<[string, number | undefined]> = [
    ['>=', gte],
    ['>', gt],
    ['<', lt],
  ];
  return bounds.flatMap(([sign, value]) =>
    value === undefined ? [] : [`${escapeKueryField(field)} ${sign} ${value}`]
  );
}

const luceneBounds = ({ field, gte, gt, lt }: LogRestriction): string =>
  `${escapeLuceneField(field)}:${gte === undefined ? '{' : '['}${gte ?? gt ?? '*'} TO ${lt ?? '*'}${lt === undefined ? ']' : '}'}`;

/** The logs a record was made of, with one bucket span before and after, so that the change is seen. */
export function discoverParamsOf(settings: Logs, record: DiscoverBucket): DiscoverParams {
  const start = Date.parse(record['@timestamp']);
  const spanMs = record.bucket_span_seconds * 1_000;
  return {
    dataViewSpec: { title: settings.indexPattern, timeFieldName: settings.timeField },
    timeRange: {
      from: new Date(start - spanMs).toISOString(),
      to: new Date(start + 2 * spanMs).toISOString(),
    },
    query: queryOf(settings.filter, Object.entries(record.entity_values)),
  };
}

/** As long before an anomaly what has vanished since is shown. */
const BEFORE_MS = 3_600_000;

/** Exactly the logs that a difference is about; of what has become rarer, those of the hour before too. */
export function differenceParamsOf(
  settings: Logs,
  { began, direction, entityValues, foreground }: DifferencesResponse,
  { field, value }: FieldValue
): DiscoverParams {
  const from =
    direction === 'low' ? new Date(Date.parse(began) - BEFORE_MS).toISOString() : foreground.from;
  return {
    dataViewSpec: { title: settings.indexPattern, timeFieldName: settings.timeField },
    timeRange: { from, to: foreground.to },
    query: queryOf(
      settings.filter,
      [...Object.entries(entityValues), [field, value]],
      foreground.restriction
    ),
  };
}
