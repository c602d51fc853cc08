import path from 'node:path';

import type { Detector } from '../../common/detector';
import { panelTypes } from '../../common/panel_types';

import { AppPage } from './app_page';
import { DetectorApi, Http } from './kibana_api';
import { untilIt } from './rule_api';
import { commandLine, type Stack } from './stack';

const RANGE = { from: '2015-05-17T10:00:00Z', to: '2015-05-20T21:30:00Z' };
const TIME = `_g=(time:(from:'${RANGE.from}',to:'${RANGE.to}'))`;
const INDEX = 'api-logs-panels-by-hand';
const TITLE = 'Made by hand';
const FOUND = '12 % of requests failed with 4xx';

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
  const api = () => new DetectorApi(getStack());
  const kibana = () => api().http;
  let detector: Detector;
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
  const open = async () => {
    const [{ id }] = await dashboards();
    await page.visit(`/app/dashboards#/view/${id}?${TIME}&_a=(viewMode:view)`);
  };
  /** Of the first panel of the dashboard. */
  const chooseInMenu = async (entry: 'viewLogs' | 'openApp') => {
    await page.hoverSubject('embeddablePanel');
    await page.clickSubject('embeddablePanelToggleMenuIcon');
    await page.clickSubject(`embeddablePanelAction-anomalyDetector.${entry}`);
  };

  beforeAll(async () => {
    const log = path.join(process.env.ANOMALY_DETECTOR_SHARED!, 'data/apache_combined.log');
    await commandLine(
      getStack(),
      ...['collect', '--file', log, '--format', 'combined'],
      ...['--service', 'www', '--index', INDEX]
    );
    detector = await api().create({ name: 'Panels by hand', indexPattern: INDEX });
    expect(await api().run(detector.id, '_score', RANGE)).toMatchObject({ state: 'done' });
    page = await AppPage.open(getStack());
  });

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    for (const { id } of await dashboards()) {
      await kibana().request('DELETE', `/api/saved_objects/dashboard/${id}`);
    }
    await api().call('DELETE', `/detectors/${detector.id}`);
    const elasticsearch = new Http(getStack().elasticsearch, getStack().user);
    await elasticsearch.request('DELETE', `/${INDEX}`);
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
    await page.select('anomalyDetectorPanelDetector', detector.id);
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
          detectorId: detector.id,
          detectorName: 'Panels by hand',
          entities: ['www'],
          minScore: 25,
        },
      },
    ]);
    await open();
    await page.seesWithin('anomalyDetectorPanel-table', FOUND);
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
              { range: { '@timestamp': { gte: RANGE.from, lte: RANGE.to } } },
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
    await page.seesWithin('anomalyDetectorPanel-table', FOUND);
    await chooseInMenu('openApp');
    await page.isAt(
      new RegExp(`/app/anomalyDetector/detectors/${detector.id}\\?.*from=2015-05-17.*entity=www`)
    );
    await page.sees('Panels by hand');
    await page.sees(FOUND);
    expect(page.errors).toEqual([]);
  });
}
