// npm run bench:event-loop -- [--entities 10000] [--requests 30] [--days 1] [--rounds 2]
//
// How long all else in Kibana waits while the plugin trains: installs the plugin into the Kibana of KIBANA_HOME (or the cache),
// starts it with its Elasticsearch, writes logs of so many entities with so many requests a day, trains on them and scores them.
// Meanwhile Kibana itself measures the delay of its event loop (monitorEventLoopDelay, resolution 1 ms); the first training counts
// the logs, the others read what was kept. Needs nothing else to listen on the ports of the stack; what it wrote is deleted.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Client } from '@elastic/elasticsearch';

import { findKibana } from './kibana_home.mjs';
import { installPlugin } from './start_kibana.mjs';

const KIBANA = 'http://127.0.0.1:5601';
const ELASTICSEARCH = 'http://127.0.0.1:9200';
const INDEX = 'bench-event-loop';
const DAY_MS = 86_400_000;
const BULK_LOGS = 10_000;
const SCORED_FOR_MS = 150_000;
const LONGEST_TRAINING_MS = 30 * 60_000;
const PROBE = fileURLToPath(new URL('event_loop_probe.cjs', import.meta.url));

const { values } = parseArgs({
  options: {
    entities: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '30' },
    days: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '2' },
  },
});
const [entities, requests, days, rounds] = ['entities', 'requests', 'days', 'rounds'].map(
  (name) => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value > 0) return value;
    console.error(`--${name} takes a whole number from 1 on, and got "${values[name]}"`);
    process.exit(2);
  }
);

const kibana = findKibana();
if (!kibana.found) {
  console.error(`This needs a Kibana: ${kibana.reason}.`);
  process.exit(1);
}

const probe = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-event-loop-'));
const stack = (command) => {
  const { status } = spawnSync(process.execPath, [kibana.stackScript, command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      KIBANA_HOME: kibana.kibanaHome,
      ES_HOME: kibana.esHome,
      NODE_OPTIONS: `--require ${PROBE}`,
      EVENT_LOOP_PROBE: probe,
    },
  });
  if (status !== 0) throw new Error(`The stack's "${command}" ended with ${status}.`);
};

async function ask(method, address, body) {
  const response = await fetch(`${KIBANA}/api/anomaly_detector${address}`, {
    method,
    headers: { 'kbn-xsrf': 'bench', 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Logs of all entities, evenly over the time up to `to`, in order. */
async function writeLogs(client, to) {
  await client.indices.delete({ index: INDEX, ignore_unavailable: true });
  await client.indices.create({
    index: INDEX,
    settings: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: '-1' },
    mappings: {
      dynamic: false,
      properties: {
        '@timestamp': { type: 'date' },
        'service.name': { type: 'keyword' },
        'http.response.status_code': { type: 'short' },
        'event.duration': { type: 'long' },
      },
    },
  });
  const logs = entities * requests * days;
  for (let written = 0; written < logs; written += BULK_LOGS) {
    const operations = [];
    for (let log = written; log < Math.min(written + BULK_LOGS, logs); log++) {
      operations.push(
        { index: {} },
        {
          '@timestamp': Math.floor(to - days * DAY_MS + ((log + 0.5) / logs) * days * DAY_MS),
          // Neighbours in time are no neighbours in name; every entity has its share.
          'service.name': `service-${(log * 7919) % entities}`,
          'http.response.status_code': log % 97 === 0 ? 503 : 200,
          'event.duration': Math.round(1e8 * (1 + (log % 13) / 4)),
        }
      );
    }
    await client.bulk({ index: INDEX, operations });
  }
  await client.indices.refresh({ index: INDEX });
  return logs;
}

/** Measures while something is done. */
async function delaysDuring(work) {
  const flag = path.join(probe, 'measure');
  const delays = path.join(probe, 'delays.json');
  fs.rmSync(delays, { force: true });
  fs.writeFileSync(flag, '');
  await setTimeout(1_000);
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  await setTimeout(1_000);
  fs.rmSync(flag);
  if (!fs.existsSync(delays)) {
    throw new Error('Kibana measured nothing: the probe was not loaded into it.');
  }
  const result = { seconds, ...JSON.parse(fs.readFileSync(delays, 'utf8')) };
  await setTimeout(1_000);
  return result;
}

async function until(what, holds) {
  const deadline = Date.now() + LONGEST_TRAINING_MS;
  while (Date.now() < deadline) {
    if (await holds()) return;
    await setTimeout(500);
  }
  throw new Error(`There was no ${what} after half an hour.`);
}

function print(name, { seconds, p50, p99, p999, max, readings }) {
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  console.log(
    `${name}: ${seconds.toFixed(0)} s; delay of the event loop p50 ${ms(p50)}, p99 ${ms(p99)}, p99.9 ${ms(p999)}, at most ${ms(max)} (${readings} readings)`
  );
}

async function measure(client) {
  const to = Date.now();
  const logs = await writeLogs(client, to);
  console.log(`${logs} logs of ${entities} entities over ${days} days`);
  print('nothing to train', await delaysDuring(() => setTimeout(40_000)));
  const { id } = await ask('POST', '/detectors', {
    name: 'Event loop',
    indexPattern: INDEX,
    maxEntities: entities,
    bucketSpan: '5m',
    schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: `${days}d` },
  });
  try {
    print(
      'first training',
      await delaysDuring(async () => {
        await ask('POST', `/detectors/${id}/_start`);
        await until('model', async () => {
          const { status } = await ask('GET', `/detectors/${id}`);
          return status.activeModelId !== null;
        });
      })
    );
    print('scoring once a minute', await delaysDuring(() => setTimeout(SCORED_FOR_MS)));
    await ask('POST', `/detectors/${id}/_stop`);
    const range = {
      from: new Date(to - days * DAY_MS).toISOString(),
      to: new Date(to).toISOString(),
    };
    for (let round = 1; round <= rounds; round++) {
      print(
        `training ${round} from what was kept`,
        await delaysDuring(async () => {
          const run = await ask('POST', `/detectors/${id}/_train`, range);
          await until('end of the training', async () => {
            const { state, message } = await ask('GET', `/detectors/${id}/runs/${run.id}`);
            if (state === 'failed') throw new Error(message);
            return state === 'done';
          });
        })
      );
    }
  } finally {
    await ask('DELETE', `/detectors/${id}?keepRecords=false`);
  }
}

const client = new Client({
  node: ELASTICSEARCH,
  headers: { 'x-elastic-product-origin': 'kibana' },
  requestTimeout: 120_000,
});
try {
  await installPlugin(kibana.kibanaHome);
  stack('up');
  await measure(client);
  await client.indices.delete({ index: INDEX, ignore_unavailable: true });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await client.close();
  stack('down');
  fs.rmSync(probe, { recursive: true, force: true });
}
