// Measures many detectors in a Kibana, or a host, that runs:
//
//   node scripts/bench_detectors.mjs --url http://127.0.0.1:5680 --count 200 --minutes 10
//
// Creates that many detectors of one index pattern, says how long it takes to list, start and stop them, watches
// for some minutes whether their scorings keep their schedule, and deletes them with their records.
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:5680' },
    user: { type: 'string' },
    password: { type: 'string' },
    pattern: { type: 'string', default: 'api-logs-*' },
    count: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '10' },
  },
});
const count = Number(values.count);
const minutes = Number(values.minutes);
if (!Number.isInteger(count) || count < 1 || !(minutes >= 0)) {
  console.error(
    '--count takes a whole number from 1 on, --minutes a number from 0 on, such as: --count 200 --minutes 10'
  );
  process.exit(2);
}

const authorization = values.user
  ? {
      authorization: `Basic ${Buffer.from(`${values.user}:${values.password ?? ''}`).toString('base64')}`,
    }
  : {};

async function ask(method, path, body) {
  const response = await fetch(`${values.url}/api/anomaly_detector${path}`, {
    method,
    headers: { 'kbn-xsrf': 'bench', 'content-type': 'application/json', ...authorization },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Milliseconds of each of the actions, sorted. */
async function timed(actions) {
  const times = [];
  for (const action of actions) {
    const begun = performance.now();
    await action();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const report = (what, sorted) =>
  console.log(
    `${what.padEnd(8)} median ${at(sorted, 0.5).toFixed(0)} ms, 95 % ${at(sorted, 0.95).toFixed(0)} ms, worst ${at(sorted, 1).toFixed(0)} ms (${sorted.length} requests)`
  );

const ids = [];
try {
  report(
    'create',
    await timed(
      Array.from({ length: count }, (_, number) => async () => {
        const { id } = await ask('POST', '/detectors', {
          name: `Bench ${number}`,
          indexPattern: values.pattern,
          bucketSpan: '1m',
          schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: '1d' },
        });
        ids.push(id);
      })
    )
  );
  report('list', await timed(Array.from({ length: 20 }, () => () => ask('GET', '/detectors'))));
  report('start', await timed(ids.map((id) => () => ask('POST', `/detectors/${id}/_start`))));
  for (let minute = 1; minute <= minutes; minute++) {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const { detectors } = await ask('GET', '/detectors');
    const ours = detectors.filter(({ id }) => ids.includes(id));
    const having = (condition) => ours.filter(condition).length;
    console.log(
      `minute ${minute}: ${having(({ status }) => status.lastScoring !== null)} have scored, ` +
        `${having(({ status }) => status.state === 'learning')} learn, ` +
        `${having(({ status }) => status.state === 'degraded')} are degraded, ` +
        `${having(({ status }) => status.health.some(({ kind }) => kind === 'behind_schedule'))} are behind schedule`
    );
  }
  report('list', await timed(Array.from({ length: 20 }, () => () => ask('GET', '/detectors'))));
  report('stop', await timed(ids.map((id) => () => ask('POST', `/detectors/${id}/_stop`))));
} finally {
  for (const id of ids) await ask('DELETE', `/detectors/${id}`);
}
