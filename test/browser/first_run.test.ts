import { AppBrowser } from './app_browser';
import { deleteDetectors } from './detectors';

describe('the first visit', () => {
  let app: AppBrowser;

  beforeAll(async () => {
    await deleteDetectors();
    app = await AppBrowser.open();
  });
  afterAll(() => app.close());

  it('offers to watch the logs that are there', async () => {
    await app.goto();
    await app.sees('Find anomalies in your API logs');
    await app.sees(/api-logs-\* holds [\d,]+ logs, from/);
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('tells how logs get in, and comes back', async () => {
    await app.page.getByRole('link', { name: 'Get logs in' }).click();
    await app.page.waitForURL((url) => url.pathname.endsWith('/get-logs-in'));
    await app.sees('Filebeat');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.page.goBack();
    await app.sees('Find anomalies in your API logs');
  });

  it('makes a detector of the offer, which learns, then looks for anomalies', async () => {
    await app.click('Watch api-logs-*');
    await app.page.getByTestId('detectorState-learning').waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.sees('Anomaly timeline');
    await app.page.getByTestId('detectorState-running').waitFor();
    await app.sees('Actual against typical');
  });

  it('tries it with sample logs, apart from the logs that are there', async () => {
    await deleteDetectors();
    await app.goto();
    await app.click('Try it with sample API logs');
    await app.page.waitForURL((url) => /\/detectors\/[^/]+$/.test(url.pathname));
    await app.sees(/sample-api-logs/);
  });
});
