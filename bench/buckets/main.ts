// What keeping buckets costs and saves: `npm run bench:buckets -- [--entities 1000] [--days 28] [--log-days 1]`.
//
// Logs of a few days are counted as a first training does, beside the same requests alone. Made-up buckets of so many entities
// and days are kept, read as often as a training reads them, and trained on, with the delay of the event loop. In the end it
// compares a training from kept buckets with one that counts the logs again: what was measured of the days of logs is
// multiplied up to all days. It runs on the Elasticsearch of ELASTICSEARCH_URL, or starts one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { Client } from '@elastic/elasticsearch';

import { decodeOrThrow } from '../../common/codecs';
import { detectorSettingsCodec, type Detector } from '../../common/detector';
import { signalNames } from '../../common/signal';
import { BUCKETS_INDEX } from '../../server/buckets/bucket_index';
import { BucketSource } from '../../server/buckets/bucket_source';
import { BucketStore } from '../../server/buckets/bucket_store';
import type { DetectorBuckets } from '../../server/buckets/detector_buckets';
import { serialiseModelInTurns, trainModel } from '../../server/detection';
import { readBuckets } from '../../server/elasticsearch/bucket_reader';
import { readHourlyLogs } from '../../server/elasticsearch/hourly_logs';
import { readLogExtent } from '../../server/elasticsearch/log_extent';
import { surveyEntities } from '../../server/models/survey_entities';
import { inTurns, Turns } from '../../server/turns';
import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';
import { AnsweredBytes } from './counting_connection';
import { DAY_MS, SPAN_MS, syntheticDay } from './synthetic_buckets';
import { addLogs, logSource as source, LOGS_INDEX } from './synthetic_logs';

const { values: options } = parseArgs({
  options: {
    entities: { type: 'string', default: '1000' },
    days: { type: 'string', default: '28' },
    requests: { type: 'string', default: '40' },
    'log-days': { type: 'string', default: '1' },
    'logs-per-bucket': { type: 'string', default: '3' },
    'no-training': { type: 'boolean', default: false },
  },
});
const entities = Number(options.entities);
const days = Number(options.days);
const logDays = Number(options['log-days']);
const FROM = Date.UTC(2024, 2, 4);

const print = (line: string) => process.stdout.write(`${line}\n`);

const answered = new AnsweredBytes();
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What the logs of `--log-days` took. */
interface Counted {
  countingMs: number;
  countingBytes: number;
  /** Looking at how many logs there are, as every training does, and at how many are in each hour, as one from kept buckets does. */
  looksMs: number;
  looksBytes: number;
}

/** What obtaining the kept buckets of `--days` for one training took, and the learning itself. */
interface Retrained {
  readingMs: number;
  readingBytes: number;
  learningMs: number;
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}

/** Runs `work` and tells how long others waited for their turn meanwhile. */
async function delayed<T>(
  name: string,
  work: () => Promise<T>
): Promise<{ result: T; ms: number }> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  const { result, ms } = await timed(work);
  histogram.disable();
  const inMs = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(0);
  print(
    `${name}: ${(ms / 1000).toFixed(1)} s; event loop delayed p50 ${inMs(histogram.percentile(50))}, p99.9 ${inMs(histogram.percentile(99.9))}, at most ${inMs(histogram.max)} ms`
  );
  return { result, ms };
}

const detectorOf = (id: string): Detector => ({
  id,
  settings: { ...decodeOrThrow(detectorSettingsCodec, {}), maxEntities: 10_000 },
  enabled: false,
  owner: { username: null, keyKind: 'none', keyId: null, keyName: null, since: null },
  createdAt: new Date(FROM).toISOString(),
  createdBy: null,
  updatedAt: new Date(FROM).toISOString(),
  updatedBy: null,
  status: {
    state: 'stopped',
    message: null,
    notices: [],
    health: [],
    startedAt: null,
    ingestGapSince: null,
    activeModelId: null,
    activeModelNumber: null,
    chosenModel: null,
    scoredUpTo: null,
    lastScoring: null,
    lastTraining: null,
  },
});

async function bytesOf(client: Client): Promise<{ documents: number; bytes: number }> {
  await client.indices.forcemerge({ index: BUCKETS_INDEX, max_num_segments: 1 });
  const { _all: all } = await client.indices.stats({ index: BUCKETS_INDEX });
  return {
    documents: all.primaries?.docs?.count ?? 0,
    bytes: all.primaries?.store?.size_in_bytes ?? 0,
  };
}

/** Keeps, reads and trains on made-up buckets. */
async function keep(client: Client, buckets: DetectorBuckets): Promise<Retrained> {
  const { kept } = buckets;
  const range = { from: FROM, to: FROM + days * DAY_MS };
  const written = await timed(async () => {
    for (let day = FROM; day < range.to; day += DAY_MS) {
      const table = syntheticDay(day, entities, Number(options.requests));
      await kept.write(table, { from: day, to: day + DAY_MS });
    }
  });
  const { documents, bytes } = await bytesOf(client);
  const perDay = bytes / documents;
  print(
    `kept: ${documents} documents of ${(perDay / 1000).toFixed(2)} kB on disk, ${(perDay / 288).toFixed(1)} bytes a bucket (making and writing them took ${(written.ms / 1000).toFixed(0)} s)`
  );
  const stream = await kept.stream(range);
  let read = 0;
  const { result: passes, bytes: readingBytes } = await answered.during(async () => {
    const survey = await delayed('first look at what is kept', () =>
      surveyEntities(stream, range, SPAN_MS, [SPAN_MS])
    );
    const readAll = async () => {
      for await (const { count } of stream.buckets({ ...range, spanMs: SPAN_MS })) {
        read += count.length;
      }
    };
    const once = await delayed('reading it once more, from memory as far as it is held', readAll);
    const twice = await delayed('reading it a third time', readAll);
    return { entities: survey.result.entities.length, ms: [survey.ms, once.ms, twice.ms] };
  });
  print(`read ${passes.entities} entities, ${read / 2} buckets`);
  const [lookMs, onceMs, twiceMs] = passes.ms;
  const readingMs = lookMs + onceMs + twiceMs;
  if (options['no-training']) return { readingMs, readingBytes, learningMs: NaN };
  const grid = { ...range, spanMs: SPAN_MS };
  const turns = new Turns();
  const training = await delayed('training', () =>
    trainModel(
      {
        from: FROM,
        spanMs: SPAN_MS,
        length: (days * DAY_MS) / SPAN_MS,
        metrics: [],
        entities: stream.buckets(grid),
        entitiesAgain: stream.buckets(grid, { hasPercentiles: false }),
        entityCount: passes.entities,
      },
      {
        signals: signalNames,
        timeZone: 'Europe/Berlin',
        seed: 1,
        yieldToEventLoop: () => turns.giveWay(),
      }
    )
  );
  await delayed('serialising the model', () => inTurns(serialiseModelInTurns(training.result)));
  // Training reads the buckets twice itself.
  return { readingMs, readingBytes, learningMs: training.ms - onceMs - twiceMs };
}

/** Counts logs as a first training does, and by its requests alone, and reads what was kept of them. */
async function count(client: Client, buckets: DetectorBuckets): Promise<Counted> {
  const logsPerBucket = Number(options['logs-per-bucket']);
  const logs = await addLogs(client, { from: FROM, days: logDays, entities, logsPerBucket });
  const range = { from: FROM, to: FROM + logDays * DAY_MS };
  const bare = async () => {
    // Hour by hour, as it is kept: the same requests.
    let sliceMs: number | undefined;
    for (let to = range.to; to > range.from; to -= buckets.kept.blockMs) {
      const part = { from: to - buckets.kept.blockMs, to, spanMs: SPAN_MS };
      const options = { maxEntities: entities, ...(sliceMs ? { sliceMs } : {}) };
      ({ sliceMs } = await readBuckets(client, source, part, options));
    }
  };
  // The first time warms Elasticsearch up.
  await bare();
  const { result: alone, bytes: countingBytes } = await answered.during(() => timed(bare));
  const first = await timed(() => buckets.count(range));
  const again = await timed(async () => {
    const stream = await buckets.kept.stream(range);
    await surveyEntities(stream, range, SPAN_MS, [SPAN_MS]);
    for await (const { count: counts } of stream.buckets({ ...range, spanMs: SPAN_MS })) {
      if (counts.length === 0) throw new Error('there are no buckets');
    }
  });
  print(
    `${logs} logs of ${logDays} days: counting alone ${(alone.ms / 1000).toFixed(1)} s, as a first training, with keeping, ${(first.ms / 1000).toFixed(1)} s (${(first.ms / alone.ms).toFixed(2)} times); reading what was kept twice ${(again.ms / 1000).toFixed(2)} s (1/${(alone.ms / again.ms).toFixed(0)})`
  );
  const look = async () => {
    await readLogExtent(client, source, range);
    await readHourlyLogs(client, source, range);
  };
  await look();
  const { result: looks, bytes: looksBytes } = await answered.during(() => timed(look));
  return { countingMs: alone.ms, countingBytes, looksMs: looks.ms, looksBytes };
}

/** Tells what a training from kept buckets saves. */
function compare(counted: Counted, retrained: Retrained): void {
  const times = days / logDays;
  const again = (counted.countingMs + counted.looksMs) * times;
  const looksMs = counted.looksMs * times;
  const kept = retrained.readingMs + looksMs;
  const bytes = retrained.readingBytes + counted.looksBytes * times;
  print(
    [
      `One training on ${entities} entities and ${days} days; what is of logs is ${times} times what ${logDays} of the days took:`,
      `  from the logs: counting them again ${seconds(again)}, ${megabytes(counted.countingBytes * times)} answered by Elasticsearch`,
      `  from kept buckets: ${seconds(kept)} (reading them three times ${seconds(retrained.readingMs)}, looking for changed logs ${seconds(looksMs)}), ${megabytes(bytes)} answered`,
      `  so kept buckets take 1/${(again / kept).toFixed(0)} of counting the logs again`,
      `  either way, learning takes ${seconds(retrained.learningMs)}: from kept buckets ${seconds(kept + retrained.learningMs)} in all, 1/${(again / (kept + retrained.learningMs)).toFixed(0)} of counting`,
    ].join('\n')
  );
}

async function main() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-bench-'));
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const environment = process.env;
  const resolved = await resolveElasticsearch({ environment, report });
  const started =
    resolved.kind === 'running'
      ? undefined
      : await startElasticsearch({ home: resolved.home, dataDir, environment, report });
  const client = new Client({
    node: started?.url ?? process.env.ELASTICSEARCH_URL,
    headers: { 'x-elastic-product-origin': 'kibana' },
    requestTimeout: 120_000,
    Connection: answered.Connection,
  });
  const store = new BucketStore(client);
  const open = (id: string) =>
    new BucketSource(store).findOrBegin({
      detector: detectorOf(id),
      spaceId: 'default',
      client: client,
      source,
      spanMs: SPAN_MS,
    });
  try {
    const counted = logDays > 0 ? await count(client, await open('bench-counted')) : undefined;
    await store.delete('bench-counted');
    const retrained = days > 0 ? await keep(client, await open('bench-kept')) : undefined;
    if (counted && retrained) compare(counted, retrained);
  } finally {
    await store.delete('bench-kept');
    await store.delete('bench-counted');
    await client.indices.delete({ index: LOGS_INDEX, ignore_unavailable: true });
    await client.close();
    await started?.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

void main();
