import { AppBrowser } from './app_browser';
import { api, createDetector, deleteDetectors } from './detectors';

describe('the controls of a detector', () => {
  let app: AppBrowser;

  beforeAll(async () => {
    app = await AppBrowser.open();
  });
  afterAll(() => app.close());

  let id: string;

  it('train it on the range shown, with its progress', async () => {
    ({ id } = await createDetector());
    await app.goto({ detector: id, from: 'now-10d', to: 'now' });
    await app.sees('No model yet');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.click('Train now');
    await app.dialog.waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.page.getByText(/the time range shown/).click();
    await app.dialog.getByRole('button', { name: 'Train', exact: true }).click();
    await app.sees(/^Training on /);
    await app.sees(/Model 1 was trained on [\d,]+ logs of 4 entities/);
    await app.sees('No anomalies recorded: part of this time range was not scored');
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('score a past range, and show what is found', async () => {
    await app.click('Score past range');
    await app.dialog.waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.click('Score this range');
    await app.sees(/Scored [\d,]+ buckets from .* with daily models/);
    await app.seesCharts();
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('start and stop it', async () => {
    await app.click('Start');
    await app.page.getByTestId(/detectorState-(learning|running)/).waitFor();
    await app.click('Stop');
    await app.page.getByTestId('detectorState-stopped').waitFor();
    const [detector] = await api().detectors();
    expect(detector.enabled).toBe(false);
  });

  it('change how often it works, and say so in a toast', async () => {
    await app.page.getByTestId('schedule').click();
    await app.page.locator('[name=scoreEvery]').selectOption('5m');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.page.getByRole('button', { name: 'Save' }).click();
    await app.sees('Settings saved');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.sees(/Scores every 5 min/);
  });

  it('say in a toast what the server refuses, in its words', async () => {
    await app.goto({ detector: id });
    await app.page.getByTestId('detectorState-stopped').waitFor();
    // Somebody else was faster.
    await deleteDetectors();
    await app.click('Start');
    await app.sees('The detector could not be started');
    await app.sees(/There is no detector|was not found|not found/);
  });
});
