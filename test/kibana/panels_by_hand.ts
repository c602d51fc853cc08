import { panelTypes } from '../../common/panel_types';

import { AppPage } from './app_page';
import { Http } from './kibana_api';
import { untilIt } from './rule_api';
import type { Stack } from './stack';
import { WEB_FAULT, WEB_RANGE, WebLogs } from './web_logs';

const TIME = `_g=(time:(from:'${WEB_RANGE.from}',to:'${WEB_RANGE.to}'))`;
const INDEX = 'api-logs-panels-by-hand';
const TITLE = 'Made by hand';

interface FoundDashboard {
  id: string;
  attributes: { panelsJSON: string };
}

interface FoundPanel {
  type: string;
  embeddableConfig: Record<string, unknown>;
}

/** A panel that somebody puts on a dashboard with a mouse, and where its menu leads. */
export function itMakesPanelsByHand(getStack: () => Stack): void {
  const kibana = () => new Http(getStack().kibana, getStack().user);
  let logs: WebLogs;
  let page: AppPage;

  const dashboards = async (): Promise<FoundDashboard[]> => {
    const { body } = await kibana().request<{ saved_objects: FoundDashboard[] }>(
      'GET',
      `/api/saved_objects/_find?type=dashboard&search_fields=title&search=${encodeURIComponent(`"${TITLE}"`)}`
    );
    return body.saved_objects;
  };
  const panelsOf = ({ attributes }: FoundDashboard) =>
    JSON.parse(attributes.panelsJSON) as FoundPanel[];
  const open = async (viewMode: 'view' | 'edit' = 'view') => {
    const [{ id }] = await dashboards();
    await page.visit(`/app/dashboards#/view/${id}?${TIME}&_a=(viewMode:${viewMode})`);
  };
  /** Of the first panel of the dashboard. */
  const chooseInMenu = async (entry: 'viewLogs' | 'openApp') => {
    await page.hoverSubject('embeddablePanel');
    await page.clickSubject('embeddablePanelToggleMenuIcon');
    await page.clickSubject(`embeddablePanelAction-anomalyDetector.${entry}`);
  };

  beforeAll(async () => {
    logs = new WebLogs(getStack(), INDEX);
    await logs.open('Panels by hand');
    page = await AppPage.open(getStack());
  });

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    for (const { id } of await dashboards()) {
      await kibana().request('DELETE', `/api/saved_objects/dashboard/${id}`);
    }
    await logs.close();
  });

  it('is added from the menu of panels, after its flyout has asked for detector, entity and severity', async () => {
    await page.visit(`/app/dashboards#/create?${TIME}`);
    await page.clickSubject('dashboardEditorMenuButton');
    await page.clickSubject('dashboardEditorMenu-anomalyDetectorGroup');
    await page.clickSubject(`createNew-${panelTypes.table}`);
    await page.seesSubject('anomalyDetectorPanelForm');
    // Nothing is kept of a panel that shows nothing.
    await page.clickSubject('anomalyDetectorPanelSave');
    await page.sees('Choose the detector whose anomalies are shown.');
    await page.select('anomalyDetectorPanelDetector', logs.detector.id);
    await page.chooseIn('anomalyDetectorPanelEntities', 'www');
    await page.select('anomalyDetectorPanelSeverity', '25');
    await page.screenshot('panel_flyout');
    await page.clickSubject('anomalyDetectorPanelSave');
    await page.seesWithin(`anomalyDetectorPanel-table`, '12 % of requests failed with 4xx');
  });

  it('is there as it was made after the dashboard was saved and opened anew', async () => {
    await page.clickSubject('dashboardSaveMenuItem');
    await page.fill('savedObjectTitle', TITLE);
    await page.clickSubject('confirmSaveSavedObjectButton');
    const [made] = await untilIt(dashboards, (found) => found.length > 0);
    expect(panelsOf(made)).toMatchObject([
      {
        type: panelTypes.table,
        embeddableConfig: {
          detectorId: logs.detector.id,
          detectorName: 'Panels by hand',
          entities: ['www'],
          minScore: 25,
        },
      },
    ]);
    await open();
    await page.seesWithin('anomalyDetectorPanel-table', WEB_FAULT);
  });

  it('opens the logs of its entity in Discover, on the data view and in the time of the dashboard', async () => {
    await chooseInMenu('viewLogs');
    await page.isAt(/\/app\/discover#/);
    expect(await page.textOf('discover-dataView-switch-link')).toBe(INDEX);
    await page.seesSubject('discoverDocTable');
    const shown = Number((await page.textOf('unifiedHistogramQueryHits')).replace(/\D/g, ''));
    const { body } = await new Http(getStack().elasticsearch, getStack().user).request<{
      count: number;
    }>('POST', `/${INDEX}/_count`, {
      body: {
        query: {
          bool: {
            filter: [
              { term: { 'service.name': 'www' } },
              { range: { '@timestamp': { gte: WEB_RANGE.from, lte: WEB_RANGE.to } } },
            ],
          },
        },
      },
    });
    expect(shown).toBe(body.count);
    expect(shown).toBeGreaterThan(0);
    await page.screenshot('panel_logs');
  });

  it('opens its detector, with its entity and the time of the dashboard, in the app', async () => {
    await open();
    await page.seesWithin('anomalyDetectorPanel-table', WEB_FAULT);
    await chooseInMenu('openApp');
    await page.isAt(
      new RegExp(
        `/app/anomalyDetector/detectors/${logs.detector.id}\\?.*from=2015-05-17.*entity=www`
      )
    );
    await page.sees('Panels by hand');
    await page.sees(WEB_FAULT);
    expect(page.errors).toEqual([]);
  });

  it('is cloned with all that it shows', async () => {
    await open('edit');
    await page.seesWithin('anomalyDetectorPanel-table', WEB_FAULT);
    await page.hoverSubject('embeddablePanel');
    await page.clickSubject('embeddablePanelToggleMenuIcon');
    await page.clickSubject('embeddablePanelAction-clonePanel');
    await page.sees('Anomaly table (copy)');
    await page.clickSubject('dashboardQuickSaveMenuItem');
    const [cloned] = await untilIt(dashboards, ([found]) => panelsOf(found).length === 2);
    const settings = panelsOf(cloned).map(({ type, embeddableConfig }) => {
      const { detectorId, detectorName, entities, minScore } = embeddableConfig;
      return { type, detectorId, detectorName, entities, minScore };
    });
    expect(settings[1]).toEqual(settings[0]);
    expect(settings[0].detectorId).toBe(logs.detector.id);
  });
}
