// npm run bench:page
// How fast the page of a detector is with 1,000 entities and 10,000 anomalies in the time range, in Chromium on the host;
// and how large what the browser loads is. Ends with 1 where a bound is exceeded.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { buildHost } from './build_host.mjs';
import { requireChromium } from './chromium.mjs';
import { buildPublicBundle } from './public_bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ENTITIES = 1_000;
const RECORDS = 10_000;
const DAY_MS = 86_400_000;
const BUCKET_MS = 300_000;
const BOUNDS = { firstContentMs: 1_500, brushTaskMs: 200, entryBytes: 5_000 };

/** Starts the host with its sample detector; resolves with the addresses that it prints. */
async function startHost(folder) {
  const child = spawn(
    process.execPath,
    [path.join(root, 'target/host/main.js'), ...['--port', '0', '--data', folder, '--no-open']],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const ended = once(child, 'exit');
  let output = '';
  await Promise.race([
    new Promise((resolve) => {
      child.stdout.on('data', (chunk) => {
        output += chunk;
        if (output.includes('end with Ctrl-C')) resolve();
      });
    }),
    ended.then(() => {
      throw new Error(`The host did not start:\n${output}`);
    }),
  ]);
  const [, app, elasticsearch] =
    /Anomaly Detector: (http\S+) \(Elasticsearch: (http[^;)]+)/.exec(output) ?? [];
  if (!app) throw new Error(`The host printed no address of its sample detector:\n${output}`);
  return {
    app,
    elasticsearch,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Copies one of the sample's own records to many entities and times, so that all of its fields are there. */
async function writeRecords({ app, elasticsearch }) {
  const found = await (
    await fetch(`${elasticsearch}/api-anomalies/_search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ size: 1, sort: [{ record_score: 'desc' }] }),
    })
  ).json();
  const sample = found.hits.hits[0]._source;
  const to = Math.floor(Date.now() / BUCKET_MS) * BUCKET_MS;
  const lines = Array.from({ length: RECORDS }, (_, index) => {
    const entity = `service-${String(index % ENTITIES).padStart(4, '0')}`;
    const time = new Date(to - ((index * 7) % (DAY_MS / BUCKET_MS)) * BUCKET_MS).toISOString();
    const record = {
      ...sample,
      '@timestamp': time,
      entity,
      'service.name': entity,
      record_score: 3 + ((index * 13) % 97),
      incident_id: `${entity}-${index}`,
      incident_start: time,
    };
    return `${JSON.stringify({ index: { _id: `bench-${index}` } })}\n${JSON.stringify(record)}\n`;
  });
  const answer = await (
    await fetch(`${elasticsearch}/api-anomalies/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join(''),
    })
  ).json();
  if (answer.errors) throw new Error('The anomalies could not be written');
  const detectorId = sample.detector_id;
  return new URL(`/app/anomalyDetector/detectors/${detectorId}?from=now-24h&to=now`, app).href;
}

/** Notes in the page when its parts are there, and every task that held it up. */
function watch() {
  window.seen = { tasks: [] };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      window.seen.tasks.push({ startTime, duration });
    }
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver(() => {
    const note = (name, is) => {
      if (window.seen[name] === undefined && is) window.seen[name] = performance.now();
    };
    note('title', document.querySelector('h1'));
    note('timeline', document.querySelector('.echChartStatus[data-ech-render-complete="true"]'));
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

async function measurePage(url) {
  const browser = await chromium.launch({
    executablePath: requireChromium(),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await page.addInitScript(watch);
    // The sample's model knows four entities; the page is to have as many to choose from as there are records of.
    await page.route('**/entities', (route) =>
      route.fulfill({
        json: {
          entities: Array.from({ length: ENTITIES }, (_, index) => {
            const entity = `service-${String(index).padStart(4, '0')}`;
            return { entity, values: [entity], typicalPerBucket: 100 };
          }),
        },
      })
    );
    await page.goto(url);
    const chart = page.locator('.echChartStatus[data-ech-render-complete="true"]').first();
    await chart.waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    const { title, timeline, tasks } = await page.evaluate('window.seen');
    const brushFrom = await page.evaluate('performance.now()');
    const box = await page.locator('.echChart').first().boundingBox();
    for (const end of [0.5, 0.7, 0.9]) {
      await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * end, box.y + box.height * 0.6, { steps: 30 });
      await page.mouse.up();
      await page.locator('[data-test-subj="areaBar"]').waitFor();
      await page.waitForLoadState('networkidle');
    }
    const after = await page.evaluate('window.seen.tasks');
    const longest = (list) => Math.max(0, ...list.map(({ duration }) => duration));
    return {
      firstContentMs: Math.round(title),
      timelineMs: Math.round(timeline),
      loadTaskMs: Math.round(longest(tasks)),
      brushTaskMs: Math.round(longest(after.filter(({ startTime }) => startTime >= brushFrom))),
    };
  } finally {
    await browser.close();
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-bench-page-'));
// Where Elasticsearch runs as another user, that user must get through.
fs.chmodSync(folder, 0o755);
try {
  const files = await buildPublicBundle({ outDir: path.join(folder, 'bundle') });
  const entryBytes = files.find(({ name }) => name.endsWith('.plugin.js')).bytes;
  const lazyBytes = files.reduce((sum, { bytes }) => sum + bytes, 0) - entryBytes;
  await buildHost();
  const host = await startHost(path.join(folder, 'data'));
  let page;
  try {
    page = await measurePage(await writeRecords(host));
  } finally {
    await host.stop();
  }
  const figures = { ...page, entryBytes, lazyBytes };
  console.log(`${ENTITIES} entities, ${RECORDS} anomalies`);
  console.table(figures);
  for (const [name, most] of Object.entries(BOUNDS)) {
    if (figures[name] > most) {
      console.error(`${name} is ${figures[name]}, allowed are ${most}`);
      process.exitCode = 1;
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
