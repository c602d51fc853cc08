import { setTimeout as delay } from 'node:timers/promises';

import { addAnswers, type AnswerCount } from '../load_test/answer_count';
import { DocumentStream } from '../load_test/document_stream';
import { faultEffects, OVERLOAD_FACTOR, type PlannedFault, readFault } from '../load_test/faults';
import { Flood } from '../load_test/flood';
import { SERVICE_NAME, ShopService } from '../load_test/shop_service';
import { UsualLoad } from '../load_test/usual_load';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { writeLabels } from './labels_file';
import { loadDocuments } from './load_documents';
import { formatRefused, loadRows, summarizeLoad } from './load_summary';
import { ensureLogIndex, requireIndexName } from './log_index';
import { readNumber } from './number_argument';
import { formatCount, formatRows } from './text_format';
import { readLength } from './time_argument';

export interface LoadTestOptions {
  index: string;
  es?: string;
  esCa?: string;
  duration: string;
  rate: string;
  port: string;
  seed: string;
  fault?: string[];
  labels?: string;
  json?: boolean;
}

/** A fault as it happened. */
export interface FaultLabel {
  kind: PlannedFault['kind'];
  service: string;
  description: string;
  /** ISO 8601; exclusive */
  start: string;
  end: string;
}

/**
 * Starts a small HTTP service, sends it requests for a while, and writes what it logs into an index; faults are switched
 * on and off meanwhile.
 * @throws CommandError when it cannot be done
 */
export async function loadTest(options: LoadTestOptions, context: CommandContext): Promise<void> {
  const { index } = options;
  requireIndexName(index);
  const durationMs = readLength(options.duration, '--duration');
  const rate = readNumber('--rate', options.rate, { from: 1, to: 1_000 });
  const seed = readNumber('--seed', options.seed, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const port = readNumber('--port', options.port, { from: 0, to: 65_535 });
  const faults = (options.fault ?? []).map(readFault);
  const late = faults.find(({ startMs, lengthMs }) => startMs + lengthMs > durationMs);
  if (late) {
    throw new CommandError(
      `The fault "${late.kind}" ends after the load test, which lasts ${options.duration}: give --duration a longer time.`
    );
  }
  const address = findAddress(options.es, context.environment);
  const client = connect(address, options.esCa);
  const logs = new DocumentStream();
  const service = new ShopService({ port, seed, rate }, (document) => logs.add(document));
  const interrupted = new AbortController();
  const undo = context.onInterrupt(() => interrupted.abort());
  try {
    await ensureLogIndex(client, index);
    const loading = loadDocuments(client, index, logs.documents(), { isLive: true });
    // Awaited below; until then its error must not end the process.
    loading.catch(() => interrupted.abort());
    await service.start();
    context.stderr.write(
      `${SERVICE_NAME} at ${service.url}: ${rate} requests a second for ${options.duration}; faults by PUT and DELETE ${service.url}/_faults/{slow,errors,overload}. Ctrl-C ends it.\n`
    );
    const { answers, labels } = await sendLoad(
      { service, faults, seed, rate, durationMs },
      interrupted.signal
    );
    await service.stop();
    logs.end();
    const summary = {
      index,
      elasticsearch: address.url,
      service: SERVICE_NAME,
      ...answers,
      faults: labels,
      ...summarizeLoad(await loading),
    };
    if (options.labels !== undefined) writeLabels(options.labels, labels);
    context.stdout.write(
      options.json
        ? `${JSON.stringify(summary)}\n`
        : [
            `${SERVICE_NAME} into ${index} at ${address.url}:\n`,
            formatRows([
              ['requests', formatCount(summary.requests)],
              ['answered with 4xx or 5xx', formatCount(summary.failed)],
              ['not answered in time', formatCount(summary.timeouts)],
              ...loadRows(summary),
            ]),
            formatRefused(summary),
            ...labels.map(
              ({ start, end, description }) => `  ${start} to ${end}: ${description}\n`
            ),
          ].join('')
    );
  } catch (error) {
    throw describeFailure(error, address.url, index);
  } finally {
    undo();
    logs.end();
    await service.stop();
    await client.close();
  }
}

interface LoadPlan {
  service: ShopService;
  faults: readonly PlannedFault[];
  seed: number;
  rate: number;
  durationMs: number;
}

async function sendLoad(
  { service, faults, seed, rate, durationMs }: LoadPlan,
  signal: AbortSignal
): Promise<{ answers: AnswerCount; labels: FaultLabel[] }> {
  const flood = new Flood(service.url, seed);
  const stop = () => flood.stop();
  signal.addEventListener('abort', stop, { once: true });
  const labels: FaultLabel[] = [];
  let flooded: AnswerCount = { requests: 0, failed: 0, timeouts: 0 };
  const plan = faults.map(async ({ kind, startMs, lengthMs }) => {
    await delay(startMs, undefined, { signal });
    const start = new Date().toISOString();
    service.switch(kind, true);
    try {
      if (kind === 'overload') {
        const answers = await flood.run(rate * (OVERLOAD_FACTOR - 1), lengthMs / 1_000);
        flooded = addAnswers(flooded, answers);
      } else {
        await delay(lengthMs, undefined, { signal });
      }
    } finally {
      service.switch(kind, false);
      const [description, end] = [faultEffects[kind], new Date().toISOString()];
      labels.push({ kind, service: SERVICE_NAME, description, start, end });
    }
  });
  // What is interrupted has nothing else to say.
  const planned = Promise.allSettled(plan);
  const usual = await new UsualLoad(service.url, rate, seed).run(durationMs, signal);
  await planned;
  signal.removeEventListener('abort', stop);
  return {
    answers: addAnswers(usual, flooded),
    labels: labels.sort((one, other) => one.start.localeCompare(other.start)),
  };
}
