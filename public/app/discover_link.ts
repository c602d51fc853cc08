import type { Locator } from '@kbn/share-plugin/public';

import type { DetectorSettings } from '../../common/detector';
import type { ListedRecord } from '../../common/record';

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

type Logs = Pick<DetectorSettings, 'indexPattern' | 'timeField' | 'filter'>;
type Bucket = Pick<ListedRecord, '@timestamp' | 'bucket_span_seconds' | 'entity_values'>;

/** The logs a record was made of, with one bucket span before and after, so that the change is seen. */
export function discoverParamsOf(settings: Logs, record: Bucket): DiscoverParams {
  const start = Date.parse(record['@timestamp']);
  const spanMs = record.bucket_span_seconds * 1_000;
  const { language, query } = settings.filter;
  const values = Object.entries(record.entity_values);
  const ofEntity =
    language === 'kuery'
      ? values.map(([field, value]) => `${escapeKueryField(field)}: ${quoteKuery(value)}`)
      : values.map(([field, value]) => `${escapeLuceneField(field)}:${quoteLucene(value)}`);
  const parts = query.trim() === '' ? ofEntity : [`(${query.trim()})`, ...ofEntity];
  return {
    dataViewSpec: { title: settings.indexPattern, timeFieldName: settings.timeField },
    timeRange: {
      from: new Date(start - spanMs).toISOString(),
      to: new Date(start + 2 * spanMs).toISOString(),
    },
    query: { language, query: parts.join(language === 'kuery' ? ' and ' : ' AND ') },
  };
}

/** The address of Discover with the record's logs. */
export const discoverUrlOf = (
  discover: Locator<DiscoverParams>,
  settings: Logs,
  record: Bucket
): string => discover.getRedirectUrl(discoverParamsOf(settings, record));
