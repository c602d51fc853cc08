// npm run screenshots
// Makes the pictures in docs/images: every page of the app on the host, with generated traffic and, where it is there, the
// real log. Each is taken in a pseudo-locale, too (target/screenshots): what stands outside of brackets cannot be translated,
// and what reaches beyond the page in a longer language ends the script with 1.
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
/** Pictures to look at that no document shows. */
const lookedAt = path.join(root, 'target/screenshots');

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
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What stands in for previews and counts that take longer than the page. */
const LOADING = '[class*="euiLoading"], [class*="euiSkeleton"], .euiBasicTable-loading';

/** Takes a picture when everything is drawn; says what does not fit its page. */
async function takePicture(
  browser,
  name,
  url,
  {
    darkMode = false,
    pseudoLocale = false,
    height = 900,
    fullPage = true,
    folder = pictures,
    prepare = async () => {},
  } = {}
) {
  const context = await browser.newContext({
    viewport: { width: 1440, height },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  for (const [key, is] of Object.entries({ darkMode, pseudoLocale })) {
    if (!is) continue;
    await page.addInitScript(`localStorage.setItem('anomalyDetectorHost.${key}', 'true')`);
  }
  await prepare(page);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator('h1').first().waitFor();
  await page.locator(LOADING).first().waitFor({ state: 'detached' });
  // Charts are drawn after their data has come.
  await page.waitForTimeout(1_500);
  const beyond = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  );
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, fullPage });
  await context.close();
  console.log(`${path.relative(root, file)}  ${(fs.statSync(file).size / 1024).toFixed(0)} kB`);
  if (beyond > 0) {
    console.error(`${name} reaches ${beyond} pixels beyond the width of its page`);
    process.exitCode = 1;
  }
}

/** The address with the two days around the worst anomaly as its time range, or the last two where it is of today. */
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
  const to = Math.min(time + dayMs, Date.now());
  url.searchParams.set('from', new Date(to - 2 * dayMs).toISOString());
  url.searchParams.set('to', new Date(to).toISOString());
  return url.href;
}

/** Lets the app believe that nobody has made a detector yet. */
const withoutDetectors = (page) =>
  page.route('**/api/anomaly_detector/detectors', (route) =>
    route.fulfill({ json: { detectors: [], broken: [] } })
  );

/** Every page of the app in the time range of an address, by the name of its picture. */
function pagesOf(address) {
  const url = new URL(address);
  const { detector: id, from, to } = Object.fromEntries(url.searchParams);
  const at = (pathname) =>
    new URL(`/app/anomalyDetector${pathname}?${new URLSearchParams({ from, to })}`, url).href;
  return {
    overview: at('/'),
    detectors: at('/detectors'),
    create: at('/detectors/create'),
    anomalies: at(`/detectors/${id}`),
    incidents: at(`/detectors/${id}/incidents`),
    models: at(`/detectors/${id}/models`),
    schedule: at(`/detectors/${id}/settings`),
    messages: at(`/detectors/${id}/messages`),
    get_logs_in: at('/get-logs-in'),
  };
}

/** Pages of which the documents show a picture in the dark theme, too. */
const IN_THE_DARK = ['overview', 'anomalies'];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-screenshots-'));
// Where Elasticsearch runs as another user, that user must get through.
fs.chmodSync(folder, 0o755);
fs.mkdirSync(pictures, { recursive: true });
fs.mkdirSync(lookedAt, { recursive: true });
await buildHost();
const host = await startHost(folder);
const browser = await chromium.launch({
  executablePath: requireChromium(),
  args: ['--no-sandbox'],
});
try {
  const pages = pagesOf(await aroundTheWorst(host.app));
  for (const [name, url] of Object.entries(pages)) {
    // Of long pages the upper part: down to the first rows of the table of anomalies.
    const look = { height: 1_250, fullPage: false };
    await takePicture(browser, `${name}_light`, url, look);
    if (IN_THE_DARK.includes(name)) {
      await takePicture(browser, `${name}_dark`, url, { ...look, darkMode: true });
    }
    const pseudo = { ...look, fullPage: true, pseudoLocale: true, folder: lookedAt };
    await takePicture(browser, `${name}_pseudo`, url, pseudo);
  }
  await takePicture(browser, 'first_run', new URL('/app/anomalyDetector', host.app).href, {
    height: 600,
    prepare: withoutDetectors,
  });
} finally {
  await browser.close();
  await host.stop();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
