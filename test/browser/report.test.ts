import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { AppBrowser } from './app_browser';
import { createScoredDetector, hostUrl } from './detectors';

const root = path.resolve(__dirname, '../..');
/** The least that a picture with axes, names and marks takes up. */
const LEAST_BYTES = 10_000;

/** Width and height, as the header of a PNG has them. */
const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

describe('the report of the command line', () => {
  let folder: string;
  const address = () => pathToFileURL(path.join(folder, 'report.html')).href;

  beforeAll(async () => {
    await createScoredDetector();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-report-'));
    execFileSync(process.execPath, [
      path.join(root, 'bin/anomaly-detector.js'),
      ...['report', '--from', 'now-7d', '--out', folder, '--url', hostUrl()],
    ]);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it.each([['light'], ['dark']] as const)(
    'opens without a server, asks nothing of anybody, and can be read by everybody, in a %s theme',
    async (colorScheme) => {
      const app = await AppBrowser.open();
      const asked: string[] = [];
      app.page.on('request', (request) => asked.push(request.url()));
      await app.page.emulateMedia({ colorScheme });
      await app.page.goto(address());
      await app.sees('anomalous buckets');
      for (const name of [/^Detected anomalies per service/, /^Anomalies over time/]) {
        await app.page.getByRole('img', { name }).waitFor();
      }
      expect(await app.page.getByRole('row').count()).toBeGreaterThan(5);
      expect(asked).toEqual([address()]);
      expect(await app.accessibilityFindings()).toEqual([]);
      // Nothing is wider than the page, also on a narrow screen.
      for (const width of [1440, 420]) {
        await app.page.setViewportSize({ width, height: 900 });
        const overflow = await app.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth
        );
        expect({ width, overflow: Math.max(0, overflow) }).toEqual({ width, overflow: 0 });
      }
      await app.close();
    }
  );

  it('comes with pictures that are not empty', () => {
    const pictures = fs.readdirSync(folder).filter((name) => name.endsWith('.png'));
    expect(pictures).toEqual(
      expect.arrayContaining([
        'model_scores.png',
        'service_anomaly_detection.png',
        'service_monitor_anomalies.png',
        'signal_1.png',
      ])
    );
    for (const name of pictures) {
      const png = fs.readFileSync(path.join(folder, name));
      expect({ name, ...sizeOf(png), isEmpty: png.length < LEAST_BYTES }).toMatchObject({
        name,
        width: 2_200,
        isEmpty: false,
      });
    }
  });
});
