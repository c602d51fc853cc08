import { AppBrowser } from './app_browser';
import { createScoredDetector } from './detectors';

describe('the timeline', () => {
  let detectorId: string;
  beforeAll(async () => {
    ({ id: detectorId } = await createScoredDetector());
  });

  it.each(['Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])(
    'shows anomalies in %s, however long the range',
    async (timeZone) => {
      const app = await AppBrowser.open({ timeZone });
      try {
        // Cells of an hour, and of several.
        for (const from of ['now-5d', 'now-10d', 'now-20d']) {
          await app.goto({ from, to: 'now' }, `/detectors/${detectorId}`);
          await app.page.getByRole('heading', { name: 'Anomaly timeline' }).waitFor();
          await app.seesCharts();
          expect(await app.colouredPoints()).toBeGreaterThan(200);
        }
      } finally {
        await app.close();
      }
    }
  );
});
