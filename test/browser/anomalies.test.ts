import type { ListedRecord } from '../../common/record';
import { AppBrowser } from './app_browser';
import { api, createScoredDetector } from './detectors';

describe('the anomalies of a detector', () => {
  let app: AppBrowser;
  let detectorId: string;
  let worst: ListedRecord;

  const lastWeek = () => ({ detector: detectorId, from: 'now-7d', to: 'now' });
  const timeline = () => app.page.getByRole('heading', { name: 'Anomaly timeline' });
  const query = () => new URL(app.page.url()).searchParams;

  beforeAll(async () => {
    ({ id: detectorId } = await createScoredDetector());
    const { anomalies } = await api().anomalies({ detectorId, sort: 'score', size: 1 });
    [worst] = anomalies;
  });

  describe.each([
    ['light', false],
    ['dark', true],
  ])('in the %s theme', (_theme, darkMode) => {
    beforeAll(async () => {
      app = await AppBrowser.open({ darkMode });
    });
    afterAll(() => app.close());

    it('are shown as a timeline, as charts of the worst entity, and as a table', async () => {
      await app.goto(lastWeek());
      await timeline().waitFor();
      await app.seesCharts();
      await app.sees(worst.entity);
      await app.page.getByRole('table', { name: /Anomalies in the time range/ }).waitFor();
      expect(await app.accessibilityFindings()).toEqual([]);
    });

    it('are told in words where a chart cannot be seen', async () => {
      await app.choose('Table');
      await app.sees('Highest score');
      await app.click(`Times of the anomalies of ${worst.entity}`);
      await app.sees(/critical, score \d+/);
      expect(await app.accessibilityFindings()).toEqual([]);
    });

    it('are explained by their signals', async () => {
      await app.choose('Worst first');
      await app.sees(worst.description);
      await app.click(new RegExp(`^Signals of ${worst.entity} at`));
      await app.sees('Share of the score');
      await app.sees('What is different');
      await app.sees(/^Began .* in \d+ fields\.$/);
      expect(await app.accessibilityFindings()).toEqual([]);
    });
  });

  describe('in the address', () => {
    beforeAll(async () => {
      app = await AppBrowser.open();
    });
    afterAll(() => app.close());

    it('keep the entity that is looked at, for a reload and for the way back', async () => {
      await app.goto(lastWeek());
      await app.seesCharts();
      await app.page.getByRole('group', { name: 'Show the timeline as' }).waitFor();
      await app.choose('Table');
      const entities = app.page.getByRole('table', { name: /Entities with anomalies/ });
      const last = entities.getByRole('button', { name: /^[a-z]+$/ }).last();
      const entity = (await last.textContent()) ?? '';
      await last.click();
      await app.page.waitForURL((url) => url.searchParams.get('entity') === entity);
      await app.page.reload();
      await app.seesCharts();
      expect(query().get('entity')).toBe(entity);
      await app.page.goBack();
      await app.page.waitForURL((url) => !url.searchParams.has('entity'));
      expect(query().get('from')).toBe('now-7d');
    });

    it('say so when they name a detector that is gone, or a range that is none', async () => {
      await app.goto({ detector: 'gone' });
      await app.sees(/There is no detector gone in this space/);
      await app.goto({ detector: detectorId, from: 'now', to: 'now-1d' });
      await app.sees(
        /The time range from "now" to "now-1d" cannot be read, or ends before it begins/
      );
      expect(await app.accessibilityFindings()).toEqual([]);
    });

    it('follow the theme that is chosen in the header', async () => {
      await app.goto(lastWeek());
      await app.seesCharts();
      await app.click('Switch to the dark theme');
      await app.page.getByRole('button', { name: 'Switch to the light theme' }).waitFor();
      await app.seesCharts();
      expect(await app.accessibilityFindings()).toEqual([]);
    });
  });
});
