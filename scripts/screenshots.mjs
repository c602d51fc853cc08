// npm run screenshots
// Makes the pictures in docs/images: the app on the host, with generated traffic and, where it is there, the real log.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { buildHost } from './build_host.mjs';
import { requireChromium } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = path.join(root, 'docs/images');

/** Starts the host with its samples; resolves with the addresses that it prints, by what they show. */
async function startHost(folder) {
  const child = spawn(
    process.execPath,
    [path.join(root, 'target/host/main.js'), ...['--port', '0', '--data', folder, '--no-open']],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  const ended = once(child, 'exit');
  let output = '';
  const printed = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
      if (output.includes('end with Ctrl-C')) resolve();
    });
  });
  await Promise.race([
    printed,
    ended.then(() => {
      throw new Error('The host did not start, see above.');
    }),
  ]);
  return {
    app: /Anomaly Detector: (\S+)/.exec(output)[1],
    apache: /Apache access log: (\S+)/.exec(output)?.[1],
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Takes a picture when everything is drawn. */
async function takePicture(
  browser,
  name,
  url,
  { darkMode = false, height = 900, fullPage = true, prepare = async () => {} } = {}
) {
  const context = await browser.newContext({
    viewport: { width: 1440, height },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  if (darkMode) {
    await page.addInitScript("localStorage.setItem('anomalyDetectorHost.darkMode', 'true')");
  }
  await prepare(page);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator('h2').first().waitFor();
  // Charts are drawn after their data has come.
  await page.waitForTimeout(1_500);
  const file = path.join(pictures, `${name}.png`);
  await page.screenshot({ path: file, fullPage });
  await context.close();
  console.log(`${path.relative(root, file)}  ${(fs.statSync(file).size / 1024).toFixed(0)} kB`);
}

/** The address with the two days around the worst anomaly as its time range. */
async function aroundTheWorst(link) {
  const url = new URL(link);
  const query = new URLSearchParams({
    detectorId: url.searchParams.get('detector'),
    sort: 'score',
    size: '1',
  });
  const { anomalies } = await (
    await fetch(new URL(`/api/anomaly_detector/anomalies?${query}`, url))
  ).json();
  const time = Date.parse(anomalies[0]['@timestamp']);
  const dayMs = 86_400_000;
  url.searchParams.set('from', new Date(time - dayMs).toISOString());
  url.searchParams.set('to', new Date(time + dayMs).toISOString());
  return url.href;
}

/** Lets the app believe that nobody has made a detector yet. */
const withoutDetectors = (page) =>
  page.route('**/api/anomaly_detector/detectors', (route) =>
    route.fulfill({ json: { detectors: [], broken: [] } })
  );

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-screenshots-'));
// Where Elasticsearch runs as another user, that user must get through.
fs.chmodSync(folder, 0o755);
fs.mkdirSync(pictures, { recursive: true });
await buildHost();
const host = await startHost(folder);
const browser = await chromium.launch({
  executablePath: requireChromium(),
  args: ['--no-sandbox'],
});
try {
  const worst = await aroundTheWorst(host.app);
  // Down to the first rows of the table.
  const look = { height: 1_250, fullPage: false };
  await takePicture(browser, 'anomalies_light', worst, look);
  await takePicture(browser, 'anomalies_dark', worst, { ...look, darkMode: true });
  if (host.apache) await takePicture(browser, 'apache_log', host.apache);
  await takePicture(browser, 'first_run', new URL('/app/anomalyDetector', host.app).href, {
    height: 600,
    prepare: withoutDetectors,
  });
} finally {
  await browser.close();
  await host.stop();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
