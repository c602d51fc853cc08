/**
 * How fast a log is collected, beside the client's bulk helper alone: `npm run bench:collect -- --lines 1000000`.
 *
 * Both write the same documents into an index of the same mapping, in turns, on one Elasticsearch of their own. The helper
 * is given the finished documents, a line of JSON each, and its own defaults; collecting reads the combined log, makes the
 * documents and their ids, and looks for what is there already.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { Client } from '@elastic/elasticsearch';

import { collectLog } from '../../standalone/command_line/collect_log';
import { parseCombined } from '../../standalone/command_line/combined_format';
import { readLines } from '../../standalone/command_line/file_lines';
import { ensureLogIndex } from '../../standalone/command_line/log_index';
import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';
import { generateTraffic } from '../../server/traffic/generate_traffic';
import { type LogDocument } from '../../server/traffic/log_document';

const INDEX = 'api-logs-bench';
const QUIET = { write: () => undefined };

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
  },
});
const lines = Number(values.lines);
const rounds = Number(values.rounds);

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A document as a line of the combined log that it could have come from. */
function combinedLine({ '@timestamp': time, http, url, client, user_agent }: LogDocument): string {
  const [year, month, day] = time.slice(0, 10).split('-');
  const { method } = http.request;
  return (
    `${client?.address ?? '-'} - - [${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(11, 19)} +0000] ` +
    `"${method} ${url?.original} HTTP/1.1" ${http.response.status_code} ${http.response.body?.bytes ?? '-'} "-" "${user_agent?.original ?? '-'}"`
  );
}

/** Writes the log, and the documents that are made of it. */
async function writeInputs(log: string, documents: string): Promise<void> {
  const files = [log, documents].map((file) => fs.createWriteStream(file));
  const traffic = generateTraffic({
    seed: 1,
    from: new Date('2026-01-01T00:00:00Z'),
    to: new Date('2027-01-01T00:00:00Z'),
    rate: 5,
  });
  let count = 0;
  for (const { document } of traffic) {
    const line = combinedLine(document);
    const parsed = parseCombined(line, 'shop');
    if (!parsed.ok) throw new Error(`${parsed.reason}: ${line}`);
    for (const [file, text] of [
      [files[0], line],
      [files[1], JSON.stringify(parsed.document)],
    ] as const) {
      if (!file.write(`${text}\n`)) await new Promise((resolve) => file.once('drain', resolve));
    }
    if (++count === lines) break;
  }
  await Promise.all(files.map((file) => new Promise((resolve) => file.end(resolve))));
}

async function* eachLine(file: string): AsyncGenerator<string> {
  for await (const some of readLines({ file })) yield* some;
}

async function bare(client: Client, documents: string): Promise<number> {
  await ensureLogIndex(client, INDEX);
  const stats = await client.helpers.bulk({
    datasource: eachLine(documents) as AsyncIterableIterator<string>,
    onDocument: () => ({ index: { _index: INDEX } }),
  });
  return stats.successful;
}

async function collecting(client: Client, file: string): Promise<number> {
  const { created } = await collectLog(
    client,
    { file, service: 'shop', parser: parseCombined },
    INDEX,
    QUIET
  );
  return created;
}

/** What Elasticsearch has used of its processors since it began, in seconds. */
async function processorSeconds(client: Client): Promise<number> {
  const { nodes } = await client.nodes.stats({ metric: 'process' });
  return Object.values(nodes).reduce(
    (sum, { process: used }) => sum + Number(used?.cpu?.total_in_millis ?? 0) / 1_000,
    0
  );
}

/** Documents a second; microseconds of processor to a document; the process's memory by quarter of the time, in MB. */
async function measure(client: Client, work: () => Promise<number>) {
  const memory: number[] = [];
  const timer = setInterval(() => memory.push(process.memoryUsage.rss() / 1e6), 100);
  const [before, own] = [await processorSeconds(client), process.cpuUsage()];
  const begun = performance.now();
  const written = await work();
  const seconds = (performance.now() - begun) / 1_000;
  clearInterval(timer);
  const { user, system } = process.cpuUsage(own);
  const served = (await processorSeconds(client)) - before;
  if (written !== lines) throw new Error(`${written} documents of ${lines} lines were written`);
  await client.indices.delete({ index: INDEX });
  const quarter = Math.ceil(memory.length / 4);
  return {
    rate: lines / seconds,
    processor: `${((user + system) / lines).toFixed(0)} + ${((served * 1e6) / lines).toFixed(0)} µs`,
    memory: [0, 1, 2, 3].map((part) =>
      Math.max(0, ...memory.slice(part * quarter, (part + 1) * quarter))
    ),
  };
}

const median = (numbers: number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

async function main(): Promise<void> {
  const [folder, data] = ['bench', 'bench-data'].map((name) =>
    fs.mkdtempSync(path.join(os.tmpdir(), `anomaly-detector-${name}-`))
  );
  const environment = process.env;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const resolved = await resolveElasticsearch({ environment, report });
  const started =
    resolved.kind === 'running'
      ? undefined
      : await startElasticsearch({
          home: resolved.home,
          // A folder of its own, which the user that it runs as may enter.
          dataDir: data,
          environment,
          report,
        });
  const client = new Client({ node: started?.url ?? environment.ELASTICSEARCH_URL });
  try {
    const [log, documents] = ['access.log', 'documents.ndjson'].map((name) =>
      path.join(folder, name)
    );
    await writeInputs(log, documents);
    const rates = { bare: [] as number[], collect: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      const alone = await measure(client, () => bare(client, documents));
      const collected = await measure(client, () => collecting(client, log));
      rates.bare.push(alone.rate);
      rates.collect.push(collected.rate);
      console.log(
        `round ${round}: bulk helper ${alone.rate.toFixed(0)}/s, collect ${collected.rate.toFixed(0)}/s (${((100 * collected.rate) / alone.rate).toFixed(0)} %); ` +
          `processor of client + Elasticsearch for a document ${alone.processor}, ${collected.processor}; ` +
          `memory of collect by quarter ${collected.memory.map((mb) => mb.toFixed(0)).join(', ')} MB`
      );
    }
    const [alone, collected] = [median(rates.bare), median(rates.collect)];
    console.log(
      `${lines} lines, medians of ${rounds}: bulk helper ${alone.toFixed(0)}/s, collect ${collected.toFixed(0)}/s, ratio ${(collected / alone).toFixed(2)}`
    );
  } finally {
    await client.close();
    await started?.stop();
    for (const made of [folder, data]) fs.rmSync(made, { recursive: true, force: true });
  }
}

void main();
