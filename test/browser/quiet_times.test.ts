import { AppBrowser } from './app_browser';
import { createScoredDetector } from './detectors';

describe('quiet times', () => {
  let app: AppBrowser;

  beforeAll(async () => {
    app = await AppBrowser.open();
    const { id } = await createScoredDetector();
    await app.goto({ detector: id, from: 'now-7d', to: 'now' });
    await app.seesCharts();
  });
  afterAll(() => app.close());

  const tab = (name: string) => app.page.getByRole('tab', { name }).click();

  it('begin with an anomaly that somebody marks as expected, and can end with it', async () => {
    // The worst one belongs to an incident.
    await app.choose('Worst first');
    const rows = app.page.locator('tr', {
      has: app.page.getByRole('button', { name: /^Actions on / }),
    });
    await rows.first().getByText('Critical').waitFor();
    await app.click(/^Actions on /);
    await app.sees('Mark as expected');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.page.getByText('Mark the whole incident as expected').click();
    const badge = app.page.getByTestId('suppressed-expected').first();
    await badge.waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);

    await app.click(/^Actions on /);
    await app.page.getByText('Whole incident not expected after all').click();
    await badge.waitFor({ state: 'detached' });
  });

  it('are listed in a flyout, in which an entity is muted', async () => {
    await app.click('Quiet times and events');
    await app.sees('Nothing is muted.');
    await app.page.getByLabel('Reason').first().fill('being worked on');
    await app.click('Mute now');
    await app.page.getByRole('button', { name: 'Remove the mute of All entities' }).waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('come every week in a calendar', async () => {
    await tab('Calendars');
    await app.click('Add a calendar');
    await app.page.getByLabel('Name', { exact: true }).fill('Backup');
    await app.choose('Sun');
    await app.page.getByLabel('From (UTC)').fill('22:00');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.click('Save');
    await app.sees('Sun, 22:00 to 04:00');
    await tab('Expected');
    await app.sees('Nothing was marked as expected.');
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('have events beside them, which are marked in the charts', async () => {
    await tab('Events');
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 16);
    await app.page.getByLabel('What happened').fill('checkout 1.2');
    await app.page.getByLabel('When (UTC)').fill(yesterday);
    await app.click('Add the event');
    await app.page.getByRole('button', { name: 'Delete the event checkout 1.2' }).waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.page
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await app.sees('Events (1)');
    await app.seesCharts();
    await app.page.locator('.echAnnotation__marker').first().waitFor();
    expect(await app.accessibilityFindings()).toEqual([]);
  });
});
