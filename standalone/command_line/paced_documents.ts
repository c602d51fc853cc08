import { setTimeout as delay } from 'node:timers/promises';

import { type IdentifiedDocument } from '../../server/traffic/log_document';

/**
 * Documents in the order of time, each when its time has come, until there is none or it is aborted.
 * @param now milliseconds since 1970
 */
export async function* paced(
  documents: Iterable<IdentifiedDocument>,
  now: () => number,
  signal: AbortSignal
): AsyncGenerator<IdentifiedDocument, void, undefined> {
  for (const item of documents) {
    const waitMs = Date.parse(item.document['@timestamp']) - now();
    if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    yield item;
  }
}
