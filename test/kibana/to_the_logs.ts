import { AppPage } from './app_page';
import { FailingShop } from './failing_shop';
import { untilIt } from './rule_api';
import { DetectorApi, Http } from './kibana_api';
import type { Stack } from './stack';

const INDEX = 'api-logs-to-the-logs';
const SERVICE = 'cashdesk';
const SPAN_MS = 300_000;

/** What somebody on call does: from the app, opened, to the logs of what is wrong. */
export function itLeadsToTheLogs(getStack: () => Stack): void {
  let shop: FailingShop;
  let page: AppPage;

  beforeAll(async () => {
    shop = new FailingShop(getStack(), {
      ...{ name: 'To the logs', index: INDEX },
      ...{ services: [SERVICE, 'shelf'], failing: [SERVICE] },
    });
    await shop.open();
    page = await AppPage.open(getStack());
  }, 600_000);

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    await shop.close();
  }, 120_000);

  it('of the worst anomaly of an open incident by two clicks', async () => {
    await shop.completeBucket();
    await untilIt(
      () =>
        new DetectorApi(getStack()).ok<{ incidents: Array<{ entity: string }> }>(
          'GET',
          '/incidents'
        ),
      ({ incidents }) => incidents.some(({ entity }) => entity === SERVICE)
    );
    await page.visit('/app/anomalyDetector');
    await page.clickWithin('openIncidents', SERVICE);
    await page.clickLabelled(`View logs of ${SERVICE} at`);
    await page.isAt(/\/app\/discover#/);
    expect(await page.clicks()).toBe(2);

    expect(await page.textOf('discover-dataView-switch-link')).toBe(INDEX);
    await page.seesSubject('discoverDocTable');
    const shown = Number((await page.textOf('unifiedHistogramQueryHits')).replace(/\D/g, ''));
    expect(shown).toBe(await logsAroundTheBucket());
  });

  /** With those of a bucket before it and one after, so that the change is seen. */
  const logsAroundTheBucket = async (): Promise<number> => {
    const [gte, lte] = [shop.bucket - SPAN_MS, shop.bucket + 2 * SPAN_MS];
    const range = { gte, lte, format: 'epoch_millis' };
    const { body } = await new Http(getStack().elasticsearch, getStack().user).request<{
      count: number;
    }>('POST', `/${INDEX}/_count`, {
      body: {
        query: {
          bool: {
            filter: [{ term: { 'service.name': SERVICE } }, { range: { '@timestamp': range } }],
          },
        },
      },
    });
    expect(body.count).toBeGreaterThan(0);
    return body.count;
  };
}
