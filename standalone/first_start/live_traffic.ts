import type { Client } from '@elastic/elasticsearch';
import type { Logger } from '@kbn/core/server';

import type { SampleLedger } from './sample_ledger';
import { loadTraffic } from './sample_traffic';
import { GENERATED } from './samples';

const EVERY_MS = 30_000;
const MINUTE_MS = 60_000;

/** No more is filled in after a pause: the model forgets in weeks, and a start must stay short. */
const MOST_MS = 7 * 86_400_000;

const quiet = { write: () => undefined };

/** Fills in the traffic from where it ended up to `now`, whole minutes of it. */
export async function fillTraffic(
  client: Client,
  ledger: SampleLedger,
  now: number
): Promise<void> {
  const note = await ledger.read(GENERATED);
  if (!note?.loaded) return;
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const from = Math.max(note.loadedUpTo, to - MOST_MS);
  if (from >= to) return;
  await loadTraffic(client, { plannedAt: note.plannedAt, from, to }, quiet);
  await ledger.change(GENERATED, { loadedUpTo: to });
}

/**
 * Lets the generated traffic go on as time does, so that a running detector has something to look at.
 * @returns ends it, and waits for what is being written
 */
export function keepTrafficFlowing(
  client: Client,
  ledger: SampleLedger,
  logger: Logger
): () => Promise<void> {
  let current = Promise.resolve();
  const timer = setInterval(() => {
    current = current
      .then(() => fillTraffic(client, ledger, Date.now()))
      .catch((error: unknown) =>
        logger.warn(`The generated traffic could not be continued: ${String(error)}`)
      );
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await current;
  };
}
