import { AppBrowser } from './app_browser';
import { createDetector, createScoredDetector } from './detectors';

describe('the main pages', () => {
  let app: AppBrowser;
  let detectorId: string;

  beforeAll(async () => {
    ({ id: detectorId } = await createScoredDetector());
  });

  describe.each([
    ['light', false],
    ['dark', true],
  ])('in the %s theme', (_theme, darkMode) => {
    beforeAll(async () => {
      app = await AppBrowser.open({ darkMode });
    });
    afterAll(() => app.close());

    it('say what is wrong now, and lead from a detector to its anomalies', async () => {
      await app.goto({ from: 'now-7d', to: 'now' });
      await app.sees('Wrong right now');
      await app.sees('Anomalies of all detectors');
      await app.page
        .locator('.echChartStatus[data-ech-render-complete="true"]')
        .first()
        .waitFor({ state: 'attached' });
      expect(await app.accessibilityFindings()).toEqual([]);
    });

    it('list the detectors with what they found, and lead to one of them', async () => {
      await app.page.getByRole('tab', { name: 'Detectors' }).click();
      await app.page.getByRole('table', { name: /Detectors of this space/ }).waitFor();
      await app.page.getByRole('img', { name: /Highest anomaly scores of Shop/ }).waitFor();
      expect(await app.accessibilityFindings()).toEqual([]);
      await app.page.getByRole('link', { name: 'Shop' }).click();
      await app.page.waitForURL((url) => url.pathname.endsWith(`/detectors/${detectorId}`));
      await app.sees('Anomaly timeline');
      await app.seesCharts();
      expect(await app.page.title()).toBe('Shop - Detectors - Anomaly Detector');
    });

    it('show the incidents of a detector, each of which leads to its time', async () => {
      await app.page.getByTestId('detectorTab-incidents').click();
      await app.sees(/^Incidents \(\d+\)$/);
      expect(await app.accessibilityFindings()).toEqual([]);
      const incidents = app.page.getByRole('table', { name: /Incidents in the time range/ });
      await incidents.getByRole('button').first().click();
      await app.sees('Anomaly timeline');
      expect(new URL(app.page.url()).searchParams.get('entity')).toBeTruthy();
    });
  });

  describe('with a mouse and a keyboard', () => {
    beforeAll(async () => {
      app = await AppBrowser.open();
    });
    afterAll(() => app.close());

    it('narrow what is below the timeline to an area that is drawn in it, and show all again', async () => {
      await app.goto({ detector: detectorId, from: 'now-7d', to: 'now' });
      await app.seesCharts();
      const chart = await app.page.locator('.echChart').first().boundingBox();
      if (!chart) throw new Error('The timeline has no place on the page');
      const y = chart.y + 15;
      await app.page.mouse.move(chart.x + chart.width * 0.3, y);
      await app.page.mouse.down();
      await app.page.mouse.move(chart.x + chart.width * 0.5, y + 5, { steps: 5 });
      await app.page.mouse.move(chart.x + chart.width * 0.8, y + 10, { steps: 5 });
      await app.page.mouse.up();
      await app.page.getByTestId('areaBar').waitFor();
      expect(new URL(app.page.url()).searchParams.get('areaFrom')).toMatch(/^\d{4}-/);
      expect(await app.accessibilityFindings()).toEqual([]);
      await app.click('Show the whole time range');
      await app.page.getByTestId('areaBar').waitFor({ state: 'detached' });
    });

    it('delete a detector only when that is confirmed', async () => {
      const { id } = await createDetector({ name: 'Not for long' });
      await app.goto({});
      await app.page.getByRole('tab', { name: 'Detectors' }).click();
      await app.page.getByRole('link', { name: 'Not for long' }).waitFor();
      await app.page.getByTestId('checkboxSelectAll').first().check();
      await app.page.getByTestId('bulk-delete').click();
      await app.sees('Delete 1 detector?');
      expect(await app.accessibilityFindings()).toEqual([]);
      await app.page.getByTestId('confirmModalConfirmButton').click();
      await app.sees('1 detector deleted');
      expect(id).toBeTruthy();
      await app.sees(/Find anomalies in your API logs|No API logs yet/);
    });
  });
});
