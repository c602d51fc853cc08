import type { Detector } from '../../common/detector';

import { AppPage } from './app_page';
import { DetectorApi, Http } from './kibana_api';
import { commandLine, type Stack } from './stack';

const SPACE = 'every-page';
const INDEX = 'api-logs-every-page';
const DAY_MS = 86_400_000;

/** The first visit, and then each page. */
export function itShowsEveryPage(getStack: () => Stack): void {
  const api = () => new DetectorApi(getStack(), getStack().user, SPACE);
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  const week = { from: '', to: '' };
  const addressOf = (pathname: string) =>
    `/s/${SPACE}/app/anomalyDetector${pathname}?${new URLSearchParams(week).toString()}`;
  let detector: Detector;
  let page: AppPage;

  beforeAll(async () => {
    const now = Date.now();
    week.from = new Date(now - 7 * DAY_MS).toISOString();
    week.to = new Date(now).toISOString();
    const kibana = new DetectorApi(getStack()).http;
    await kibana.request('POST', '/api/spaces/space', { body: { id: SPACE, name: SPACE } });
    await commandLine(
      getStack(),
      ...['generate', '--index', INDEX, '--seed', '7', '--weeks', '2', '--rate', '0.5']
    );
    page = await AppPage.open(getStack());
  });

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    const made = detector as Detector | undefined;
    if (made) await api().call('DELETE', `/detectors/${made.id}`);
    await new DetectorApi(getStack()).http.request('DELETE', `/api/spaces/space/${SPACE}`);
    await elasticsearch().request('DELETE', `/${INDEX}`);
  });

  it('makes a detector that has learned of existing logs by one click', async () => {
    await page.visit(`/s/${SPACE}/app/anomalyDetector`);
    await page.sees('Find anomalies in your API logs');
    await page.clickText('Watch api-logs-*');
    await page.seesSubject('detectorState-running');
    await page.sees('Anomaly timeline');
    expect(await page.clicks()).toBe(1);
    const { detectors } = await api().ok<{ detectors: Detector[] }>('GET', '/detectors');
    expect(detectors).toHaveLength(1);
    [detector] = detectors;
    expect(detector.status.activeModelNumber).not.toBeNull();
  });

  describe.each([
    ['light', false],
    ['dark', true],
  ])('in %s', (look, isDark) => {
    beforeAll(async () => {
      const { status } = await api().http.request('POST', '/internal/kibana/settings', {
        body: { changes: { 'theme:darkMode': isDark } },
        version: '1',
      });
      expect(status).toBe(200);
    });

    it.each<[string, (id: string) => string]>([
      ['overview', () => '/'],
      ['detectors', () => '/detectors'],
      ['create', () => '/detectors/create'],
      ['edit', (id) => `/detectors/${id}/edit`],
      ['get logs in', () => '/get-logs-in'],
      ['anomalies', (id) => `/detectors/${id}`],
      ['incidents', (id) => `/detectors/${id}/incidents`],
      ['models', (id) => `/detectors/${id}/models`],
      ['schedule', (id) => `/detectors/${id}/settings`],
      ['messages', (id) => `/detectors/${id}/messages`],
    ])('shows %s without a complaint of console or axe', async (name, pathname) => {
      page.errors.length = 0;
      page.warnings.length = 0;
      await page.visit(addressOf(pathname(detector.id)));
      await page.isLoaded();
      await page.screenshot(`page_${name.replaceAll(' ', '_')}_${look}`);
      expect(await page.isDark()).toBe(isDark);
      expect(await page.accessibilityFindings()).toEqual([]);
      expect(page.errors).toEqual([]);
      expect(page.warnings).toEqual([]);
    });
  });
}
