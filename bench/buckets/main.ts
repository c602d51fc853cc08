// What keeping buckets costs and saves: `npm run bench:buckets -- [--entities 1000] [--days 28] [--log-days 1]`.
//
// Logs of a few days are counted as a first training does, beside the same requests alone. Made-up buckets of so many entities
// and days are kept, read as often as a training reads them, and trained on in a thread, as in Kibana, with the delay of the
// event loop beside it. In the end it compares a training from kept buckets with one that counts the logs again: what was
// measured of the days of logs is multiplied up to all days. It runs on the Elasticsearch of ELASTICSEARCH_URL, or starts one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { Client } from '@elastic/elasticsearch';

import { decodeOrThrow } from '../../common/codecs';
import { detectorSettingsCodec, type Detector } from '../../common/detector';
import { BUCKETS_INDEX } from '../../server/buckets/bucket_index';
import { BucketSource } from '../../server/buckets/bucket_source';
import { BucketStore } from '../../server/buckets/bucket_store';
import type { DetectorBuckets } from '../../server/buckets/detector_buckets';
import { percentilesLearnedFrom } from '../../server/detection';
import { readBuckets } from '../../server/elasticsearch/bucket_reader';
import { readHourlyLogs } from '../../server/elasticsearch/hourly_logs';
import { readLogExtent } from '../../server/elasticsearch/log_extent';
import { surveyEntities } from '../../server/models/survey_entities';
import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';
import { AnsweredBytes } from './counting_connection';
import { Retraining } from './retrain';
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
/** Of the logs: the last days, so that a training takes the kept buckets of all days before for those of logs that are gone. */
const LOGS_FROM = FROM + Math.max(days - logDays, 0) * DAY_MS;

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

/** What trainings on the kept buckets of `--days` took. */
interface Retrained {
  /** Reading them alone, as often as a training does. */
  readingMs: number;
  /** All that was answered in a training. */
  readingBytes: number;
  trainingMs: number;
  /** The same with the last day scored by the new model and the one before. */
  judgedMs: number;
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
  settings: decodeOrThrow(detectorSettingsCodec, {
    indexPattern: source.indexPattern,
    entityFields: source.entityFields,
    timeZone: 'Europe/Berlin',
    maxEntities: 10_000,
  }),
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
    const readAll = async (percentilesFrom: number) => {
      const grid = { ...range, spanMs: SPAN_MS };
      for await (const { count } of stream.buckets(grid, { percentilesFrom })) read += count.length;
    };
    const once = await delayed('reading it once more, from memory as far as it is held', () =>
      readAll(percentilesLearnedFrom({ ...range, spanMs: SPAN_MS }))
    );
    const twice = await delayed('reading it a third time, without percentiles', () =>
      readAll(range.to)
    );
    return { entities: survey.result.entities.length, ms: [survey.ms, once.ms, twice.ms] };
  });
  print(`read ${passes.entities} entities, ${read / 2} buckets`);
  const [lookMs, onceMs, twiceMs] = passes.ms;
  const readingMs = lookMs + onceMs + twiceMs;
  if (options['no-training']) return { readingMs, readingBytes, trainingMs: NaN, judgedMs: NaN };
  const retraining = new Retraining(client);
  const detector = detectorOf('bench-kept');
  const learned = await answered.during(() =>
    delayed('training in its thread', () => retraining.learn(detector, range))
  );
  const { entities: known, buckets: filled } = learned.result.result.learned;
  print(
    `learned ${known} entities from ${filled} buckets; ${megabytes(learned.bytes)} answered for it`
  );
  await retraining.rest();
  const judged = await delayed(
    'the same, and the last day scored by it and by the one before',
    () => retraining.learn(detector, range, learned.result.result)
  );
  return {
    readingMs,
    readingBytes: learned.bytes,
    trainingMs: learned.result.ms,
    judgedMs: judged.ms,
  };
}

/** Counts logs as a first training does, and by its requests alone, and reads what was kept of them. */
async function count(client: Client, buckets: DetectorBuckets, logs: number): Promise<Counted> {
  const range = { from: LOGS_FROM, to: LOGS_FROM + logDays * DAY_MS };
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
  // The trainings looked at the logs that there are: those of so many days less.
  const missingMs = looksMs - counted.looksMs;
  const bytes = retrained.readingBytes + counted.looksBytes * (times - 1);
  const against = (ms: number) => `${seconds(ms)}, 1/${(again / ms).toFixed(1)} of counting again`;
  print(
    [
      `One training on ${entities} entities and ${days} days; what is of logs is ${times} times what ${logDays} of the days took:`,
      `  counting the logs again: ${seconds(again)}, ${megabytes(counted.countingBytes * times)} answered by Elasticsearch`,
      `  reading kept buckets alone, and looking for changed logs: ${against(retrained.readingMs + looksMs)}`,
      `  a whole training from kept buckets: ${against(retrained.trainingMs + missingMs)}; ${megabytes(bytes)} answered`,
      `  the same with its judgement by the last day: ${against(retrained.judgedMs + missingMs)}`,
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
    const logsPerBucket = Number(options['logs-per-bucket']);
    const logs = await addLogs(client, { from: LOGS_FROM, days: logDays, entities, logsPerBucket });
    const counted =
      logDays > 0 ? await count(client, await open('bench-counted'), logs) : undefined;
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
