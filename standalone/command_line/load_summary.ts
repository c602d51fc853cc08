import { type LoadResult, type RefusedDocument } from './load_documents';
import { formatCount } from './text_format';

/** What became of the documents, as in the JSON summaries. */
export interface LoadSummary {
  /** new documents */
  created: number;
  /** documents an earlier run had written */
  alreadyThere: number;
  /** documents Elasticsearch did not take */
  refused: number;
  /** the first of them */
  refusedDocuments: RefusedDocument[];
}

export const summarizeLoad = ({ created, alreadyThere, refused }: LoadResult): LoadSummary => ({
  created,
  alreadyThere,
  refused: refused.count,
  refusedDocuments: refused.shown,
});

/** Of two loads together. */
export const addLoads = (one: LoadSummary, other: LoadSummary): LoadSummary => ({
  created: one.created + other.created,
  alreadyThere: one.alreadyThere + other.alreadyThere,
  refused: one.refused + other.refused,
  refusedDocuments: [...one.refusedDocuments, ...other.refusedDocuments],
});

export const loadRows = ({ created, alreadyThere, refused }: LoadSummary): [string, string][] => [
  ['new', formatCount(created)],
  ['already there', formatCount(alreadyThere)],
  ['refused by Elasticsearch', formatCount(refused)],
];

/** The refused documents by name; nothing when there are none. */
export function formatRefused({ refused, refusedDocuments }: LoadSummary): string {
  if (refused === 0) return '';
  const more = refused - refusedDocuments.length;
  return [
    'Documents that Elasticsearch refused:',
    ...refusedDocuments.map(
      ({ id, timestamp, line, reason }) => `  ${timestamp} ${line ?? id}\n    ${reason}`
    ),
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
    '',
  ].join('\n');
}
