import { type Client, errors, type estypes } from '@elastic/elasticsearch';

import { type LogDocument } from '../../server/traffic/log_document';
import { inBatches } from './batches';
import { shorten, ShownItems } from './shown_items';

export interface RefusedDocument {
  id: string;
  timestamp: string;
  /** the line it was made of, if it was made of one, shortened */
  line?: string;
  reason: string;
}

export interface LoadResult {
  created: number;
  alreadyThere: number;
  refused: ShownItems<RefusedDocument>;
}

/** A document, and the id under which it is stored. */
export interface StoredDocument {
  id: string;
  document: object;
}

/** While Elasticsearch works on some, the next are made, and no more is kept in memory than these. */
const IN_FLIGHT = { flushBytes: 2_000_000, concurrency: 4 };
const LIVE_BATCH = { most: 2_000, waitMs: 1_000 };

/**
 * Writes documents that are not in the index yet, and makes them visible to searches.
 * The source is read no faster than Elasticsearch takes what was read; what it is too busy for is tried again.
 * A document whose request was answered and repeated because the answer was lost counts as already there.
 * @param isLive whether documents come as things happen: they are written soon, and not only when there are many
 * @throws errors of the client when Elasticsearch cannot be reached or refuses the whole
 */
export async function loadDocuments(
  client: Client,
  index: string,
  documents: AsyncIterable<StoredDocument>,
  options: { isLive?: boolean } = {}
): Promise<LoadResult> {
  const result = options.isLive
    ? await writeAsTheyCome(client, index, documents)
    : await writeDocuments(client, index, documents);
  await refresh(client, index);
  return result;
}

/** The helper for bulks writes when there are many or none comes any more; these are written while others come. */
async function writeAsTheyCome(
  client: Client,
  index: string,
  documents: AsyncIterable<StoredDocument>
): Promise<LoadResult> {
  const all: LoadResult = { created: 0, alreadyThere: 0, refused: new ShownItems() };
  for await (const batch of inBatches(documents, LIVE_BATCH)) {
    const { created, alreadyThere, refused } = await writeDocuments(client, index, batch);
    all.created += created;
    all.alreadyThere += alreadyThere;
    all.refused.addAll(refused);
  }
  return all;
}

/** As `loadDocuments`; searches see what was written when the index is next refreshed. */
export async function writeDocuments(
  client: Client,
  index: string,
  documents: AsyncIterable<StoredDocument> | StoredDocument[]
): Promise<LoadResult> {
  const refused = new ShownItems<RefusedDocument>();
  let alreadyThere = 0;
  const stats = await client.helpers.bulk<StoredDocument>({
    datasource: Array.isArray(documents)
      ? documents
      : (documents[Symbol.asyncIterator]() as AsyncIterableIterator<StoredDocument>),
    ...IN_FLIGHT,
    // Of what was taken nothing need be said but that it was.
    filter_path: 'errors,items.*.status,items.*.error',
    // `create` never changes what is there, and is what data streams take.
    onDocument: ({ id, document }) => [{ create: { _index: index, _id: id } }, document],
    onDrop: ({ status, error, document, operation }) => {
      if (status === 409) alreadyThere++;
      else refused.add(describeRefused(status, error, document, operation));
    },
  });
  return { created: stats.successful, alreadyThere, refused };
}

function describeRefused(
  status: number,
  error: estypes.ErrorCause | null,
  document: unknown,
  operation: object
): RefusedDocument {
  // The helper hands over what it has sent, not what it was given.
  const { '@timestamp': timestamp, event } = document as Pick<LogDocument, '@timestamp'> &
    Partial<LogDocument>;
  const { create } = operation as { create: { _id: string } };
  const reasons = [error?.reason, error?.caused_by?.reason].filter(Boolean).join(': ');
  return {
    id: create._id,
    timestamp,
    ...(event?.original !== undefined && { line: shorten(event.original) }),
    reason: reasons || (status === 429 ? 'Elasticsearch is overloaded' : `status ${status}`),
  };
}

/** Without the privilege to do so now, what was written is visible a second later. */
export async function refresh(client: Client, index: string): Promise<void> {
  try {
    await client.indices.refresh({ index });
  } catch (error) {
    if (!(error instanceof errors.ResponseError && error.statusCode === 403)) throw error;
  }
}
