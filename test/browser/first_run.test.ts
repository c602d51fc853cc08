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

  it('makes a detector of the offer, which learns, then looks for anomalies', async () => {
    await app.click('Watch api-logs-*');
    await app.page.getByTestId('detectorState-learning').waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.sees('Anomaly timeline');
    await app.page.getByTestId('detectorState-running').waitFor();
    await app.sees('Actual against typical');
  });
});
