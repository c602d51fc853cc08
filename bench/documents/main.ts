import { parseArgs } from 'node:util';

import { Client } from '@elastic/elasticsearch';

import { loadDocuments } from '../../standalone/command_line/load_documents';
import { ensureLogIndex, requireIndexName } from '../../standalone/command_line/log_index';
import { logDocuments, smallPart } from '../detection/log_documents';

const USAGE = `Writes out a part of a seed of the detection benchmark as the logs that its buckets count.

  npm run bench:documents -- [--seed 1] [--endpoints 4] [--hours 6] [--after 0] [--es URL --index NAME]

The part begins --after hours after the beginning of what is judged, and has the endpoints with the fewest requests. The documents
go into an index of an Elasticsearch, or as lines of JSON to the standard output.
`;

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is "${text}"; give a whole number from 0 on.`);
}

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) yield await Promise.resolve(value);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      endpoints: { type: 'string', default: '4' },
      hours: { type: 'string', default: '6' },
      after: { type: 'string', default: '0' },
      es: { type: 'string' },
      index: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { es, index } = values;
  if ((es === undefined) !== (index === undefined)) {
    throw new Error('--es and --index belong together: give both, or none to see the documents.');
  }
  const seed = readNumber('seed', values.seed);
  const part = smallPart(seed, {
    endpoints: readNumber('endpoints', values.endpoints),
    after: readNumber('after', values.after),
    hours: readNumber('hours', values.hours),
  });
  if (es === undefined || index === undefined) {
    for (const { document } of logDocuments(part, seed)) console.log(JSON.stringify(document));
    return;
  }
  requireIndexName(index);
  const client = new Client({ node: es });
  try {
    await ensureLogIndex(client, index);
    const { created, alreadyThere, refused } = await loadDocuments(
      client,
      index,
      each(logDocuments(part, seed))
    );
    console.log(
      `${index}: ${created} documents written, ${alreadyThere} already there, ${refused.count} refused`
    );
    if (refused.count > 0) process.exitCode = 1;
  } finally {
    await client.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
