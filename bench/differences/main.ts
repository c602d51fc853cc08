import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { Client } from '@elastic/elasticsearch';

import type { DifferencesResponse } from '../../common/differences';
import { findDifferences } from '../../server/differences/find_differences';
import type { LogSource } from '../../server/elasticsearch/log_source';
import { quantile } from '../../server/detection/quantile';
import { resolveElasticsearch } from '../../standalone/elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../../standalone/elasticsearch/start_elasticsearch';
import {
  incidentLogs,
  incidentMappings,
  injectedIncidents,
  logsOfDays,
  type IncidentLog,
  type InjectedIncident,
} from './incident_logs';

const USAGE = `Injects ten incidents that are confined to a host or a client and ten that are not into logs of ten services, in
an Elasticsearch of its own, and asks of each what is different.

  npm run bench:differences -- [--logs 10000000] [--days 8] [--rounds 3] [--seed 1] [--json FILE]
`;

const INDEX = 'api-logs-bench';
const BULK = 10_000;

const source: LogSource = {
  indexPattern: INDEX,
  timeField: '@timestamp',
  filter: null,
  entityFields: ['service.name'],
  latency: { field: 'event.duration', unit: 'ns' },
  status: { field: 'http.response.status_code' },
  metrics: [],
};

async function load(client: Client, logs: Iterable<IncidentLog>): Promise<number> {
  await client.indices.create({
    index: INDEX,
    settings: {
      number_of_shards: 1,
      number_of_replicas: 0,
      refresh_interval: '-1',
      'translog.durability': 'async',
    },
    mappings: { dynamic: false, properties: incidentMappings },
  });
  let written = 0;
  let waiting: IncidentLog[] = [];
  const began = performance.now();
  const write = async () => {
    const { errors } = await client.bulk({
      index: INDEX,
      operations: waiting.flatMap((log) => [{ index: {} }, log]),
    });
    if (errors) throw new Error('Elasticsearch refused some of the logs');
    written += waiting.length;
    waiting = [];
    if (written % 1_000_000 === 0) {
      const seconds = Math.round((performance.now() - began) / 1_000);
      console.log(`${written} logs written in ${seconds} s`);
    }
  };
  for (const log of logs) {
    waiting.push(log);
    if (waiting.length === BULK) await write();
  }
  if (waiting.length > 0) await write();
  await client.indices.refresh({ index: INDEX });
  return written;
}

interface Outcome {
  incident: InjectedIncident;
  /** 1 is first; null where it is not named. */
  rank: number | null;
  named: number;
  millis: number[];
  answer: DifferencesResponse;
}

async function ask(client: Client, incident: InjectedIncident, rounds: number): Promise<Outcome> {
  const { service, from, to, signal, direction, confinedTo } = incident;
  const millis: number[] = [];
  let answer: DifferencesResponse | undefined;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    answer = await findDifferences(client, {
      source,
      entity: service,
      values: [service],
      asked: { from, to },
      stretch: { from, to },
      anomalous: [],
      signal,
      direction,
    });
    millis.push(performance.now() - began);
  }
  if (!answer) throw new Error('--rounds must be 1 or more');
  const place = answer.differences.findIndex(
    ({ field, value }) => field === confinedTo?.field && value === confinedTo.value
  );
  return {
    incident,
    rank: place < 0 ? null : place + 1,
    named: answer.differences.length,
    millis,
    answer,
  };
}

function print({ incident, rank, named, millis, answer }: Outcome): void {
  const { signal, direction, confinedTo } = incident;
  const what = confinedTo ? `confined to ${confinedTo.value}, rank ${rank ?? '–'}` : 'not confined';
  console.log(
    `${signal} ${direction}, ${what}: ${named} named, ${answer.foreground.logs} logs against ${answer.background.logs}, ` +
      `${millis.map((each) => Math.round(each)).join(', ')} ms` +
      answer.differences.map(({ sentence }) => `\n    ${sentence}`).join('')
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      logs: { type: 'string', default: '10000000' },
      days: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const days = Number(values.days);
  const requestsPerHour = Math.round(Number(values.logs) / logsOfDays(days, 1));
  const to = Date.UTC(2024, 2, 7, 15);
  const incidents = injectedIncidents(to);
  const environment = process.env;
  const report = (line: string) => console.error(line);
  const resolved = await resolveElasticsearch({ environment, report });
  if (resolved.kind === 'running') {
    throw new Error('This benchmark runs an Elasticsearch of its own: unset ELASTICSEARCH_URL');
  }
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-bench-'));
  try {
    const elasticsearch = await startElasticsearch({
      home: resolved.home,
      dataDir,
      environment,
      report,
    });
    const client = new Client({ node: elasticsearch.url, requestTimeout: 300_000 });
    try {
      const logs = await load(
        client,
        incidentLogs({ seed: Number(values.seed), to, days, requestsPerHour, incidents })
      );
      const outcomes: Outcome[] = [];
      for (const incident of incidents) {
        const outcome = await ask(client, incident, Number(values.rounds));
        print(outcome);
        outcomes.push(outcome);
      }
      const confined = outcomes.filter(({ incident }) => incident.confinedTo !== null);
      const millis = outcomes.flatMap((outcome) => outcome.millis);
      const summary = {
        logs,
        confined: confined.length,
        namedFirst: confined.filter(({ rank }) => rank === 1).length,
        unconfined: outcomes.length - confined.length,
        unconfinedNamed: outcomes.filter(
          ({ incident, named }) => incident.confinedTo === null && named > 0
        ).length,
        medianMillis: Math.round(quantile(millis, 0.5)),
        maxMillis: Math.round(Math.max(...millis)),
      };
      console.log(
        `${logs} logs: ${summary.namedFirst} of ${summary.confined} confined incidents are named first; ` +
          `something is named in ${summary.unconfinedNamed} of ${summary.unconfined} that are not confined; ` +
          `a request takes ${summary.medianMillis} ms at the median, ${summary.maxMillis} ms at most`
      );
      if (values.json !== undefined) {
        fs.writeFileSync(values.json, `${JSON.stringify({ summary, outcomes }, null, 2)}\n`);
      }
    } finally {
      await client.close();
      await elasticsearch.stop();
    }
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
