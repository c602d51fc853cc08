import path from 'node:path';

import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';
import type { DashboardResponse } from '../../common/dashboard';
import type { Detector } from '../../common/detector';
import { panelKinds, panelTypes } from '../../common/panel_types';
import type { UninstallResponse } from '../../common/uninstall';

import { AppPage } from './app_page';
import { DetectorApi, Http } from './kibana_api';
import { untilIt } from './rule_api';
import { commandLine, type Stack } from './stack';

const RANGE = { from: '2015-05-17T10:00:00Z', to: '2015-05-20T21:30:00Z' };
const ELSEWHERE = 'panels-elsewhere';
const GOING = 'panels-going';

interface StoredDashboard {
  attributes: { panelsJSON: string };
}

const panelTypesOf = ({ attributes }: StoredDashboard): string[] =>
  (JSON.parse(attributes.panelsJSON) as Array<{ type: string }>).map(({ type }) => type);

/** Our panels on dashboards: made, filtered, saved, exported, imported elsewhere, and taken away. */
export function itShowsPanelsOnDashboards(getStack: () => Stack): void {
  const api = (space?: string) => new DetectorApi(getStack(), getStack().user, space);
  const kibana = (space?: string) => api(space).http;
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  let detector: Detector;
  let dashboard: DashboardResponse;
  let page: AppPage;
  /** The dashboard in the space where it was imported. */
  let copy: string;

  const addressOf = (id: string) =>
    `/app/dashboards#/view/${id}?_g=(time:(from:'${RANGE.from}',to:'${RANGE.to}'))`;
  const stored = async (id: string, space?: string) =>
    (await kibana(space).request<StoredDashboard>('GET', `/api/saved_objects/dashboard/${id}`))
      .body;

  beforeAll(async () => {
    for (const id of [ELSEWHERE, GOING]) {
      await kibana().request('POST', '/api/spaces/space', { body: { id, name: id } });
    }
    const log = path.join(process.env.ANOMALY_DETECTOR_SHARED!, 'data/apache_combined.log');
    await commandLine(
      getStack(),
      ...['collect', '--file', log, '--format', 'combined'],
      ...['--service', 'www', '--index', 'api-logs-panels']
    );
    detector = await api().create({ name: 'Panels', indexPattern: 'api-logs-panels' });
    expect(await api().run(detector.id, '_score', RANGE)).toMatchObject({ state: 'done' });
    page = await AppPage.open(getStack());
  });

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    await kibana().request('DELETE', `/api/saved_objects/dashboard/${dashboard.id}`);
    await api().call('DELETE', `/detectors/${detector.id}`);
    for (const id of [ELSEWHERE, GOING]) {
      await kibana().request('DELETE', `/api/spaces/space/${id}`);
    }
    await elasticsearch().request('DELETE', '/api-logs-panels');
  });

  it('makes a ready dashboard with all four panels once', async () => {
    dashboard = await api().ok('POST', `/detectors/${detector.id}/_dashboard`);
    expect(dashboard).toMatchObject({ created: true, title: 'API anomalies: Panels' });
    expect(await api().ok('POST', `/detectors/${detector.id}/_dashboard`)).toEqual({
      ...dashboard,
      created: false,
    });
    expect(panelTypesOf(await stored(dashboard.id))).toEqual(
      expect.arrayContaining(Object.values(panelTypes))
    );
  });

  it('shows what was found in the time range of the dashboard, and filters it by what is clicked', async () => {
    await page.visit(addressOf(dashboard.id));
    for (const kind of panelKinds) await page.seesSubject(`anomalyDetectorPanel-${kind}`);
    await page.sees('Show as table');
    await page.sees('Entities affected');
    await page.sees('Client errors (4xx)');
    await page.sees('12 % of requests failed with 4xx');
    await page.clickLabelled('Filter the dashboard by www');
    await page.sees('service.name: www');
    await page.sees('12 % of requests failed with 4xx');
    await page.screenshot('dashboard_panels');
  });

  it('has them again after the dashboard was saved and opened anew', async () => {
    await page.clickSubject('dashboardEditMode');
    await page.clickSubject('dashboardQuickSaveMenuItem');
    await page.sees('was saved');
    await page.visit('/app/dashboards');
    await page.visit(addressOf(dashboard.id));
    for (const kind of panelKinds) await page.seesSubject(`anomalyDetectorPanel-${kind}`);
    await page.sees('service.name: www');
    await page.sees('12 % of requests failed with 4xx');
    expect(page.errors).toEqual([]);
  });

  it('says in another space, where it was imported, that its detector is not there, and breaks nothing else', async () => {
    const stack = getStack();
    const headers = { 'kbn-xsrf': 'test', ...kibana().authorization };
    const exported = await fetch(`${stack.kibana}/api/saved_objects/_export`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        objects: [{ type: 'dashboard', id: dashboard.id }],
        includeReferencesDeep: true,
      }),
    });
    const file = new FormData();
    file.append('file', new Blob([await exported.text()]), 'export.ndjson');
    const imported = await fetch(
      `${stack.kibana}/s/${ELSEWHERE}/api/saved_objects/_import?createNewCopies=true`,
      { method: 'POST', headers, body: file }
    );
    const { success, successResults } = (await imported.json()) as {
      success: boolean;
      successResults: Array<{ type: string; destinationId: string }>;
    };
    expect(success).toBe(true);
    copy = successResults.find(({ type }) => type === 'dashboard')!.destinationId;
    await page.visit(`/s/${ELSEWHERE}${addressOf(copy)}`);
    for (const kind of panelKinds) {
      await page.seesWithin(
        `anomalyDetectorPanel-${kind}`,
        'The detector "Panels" is not in this space'
      );
    }
    await page.sees('Anomalies by severity');
    await page.screenshot('dashboard_elsewhere');
  });

  it('takes another detector of that space in its place, and keeps it', async () => {
    const another = await api(ELSEWHERE).create({
      name: 'Panels, elsewhere',
      indexPattern: 'api-logs-panels',
    });
    await page.visit(`/s/${ELSEWHERE}${addressOf(copy)}&_a=(viewMode:edit)`);
    await page.clickWithin('anomalyDetectorPanel-incidents', 'Choose a detector');
    await page.sees('The detector chosen before is not in this space. Choose another.');
    await page.select('anomalyDetectorPanelDetector', another.id);
    await page.clickSubject('anomalyDetectorPanelSave');
    const chosen = 'Detector "Panels, elsewhere" has found nothing that matches';
    await page.seesWithin('anomalyDetectorPanel-incidents', chosen);
    await page.clickSubject('dashboardQuickSaveMenuItem');
    await page.sees('was saved');
    await page.visit(`/s/${ELSEWHERE}${addressOf(copy)}`);
    await page.seesWithin('anomalyDetectorPanel-incidents', chosen);
    await page.seesWithin(
      'anomalyDetectorPanel-table',
      'The detector "Panels" is not in this space'
    );
    const own = panelTypesOf(await stored(copy, ELSEWHERE));
    expect(own).toEqual(expect.arrayContaining(Object.values(panelTypes)));
    await api(ELSEWHERE).call('DELETE', `/detectors/${another.id}`);
  });

  it('is taken off dashboards with the detectors of its space before the plugin is removed', async () => {
    const going = await api(GOING).create({ name: 'Going', indexPattern: 'api-logs-panels' });
    const made = await api(GOING).ok<DashboardResponse>(
      'POST',
      `/detectors/${going.id}/_dashboard`
    );
    const rule = await kibana(GOING).request<{ id: string }>('POST', '/api/alerting/rule', {
      body: {
        ...{ rule_type_id: ANOMALY_RULE_TYPE, name: 'Going too', consumer: 'alerts' },
        ...{ schedule: { interval: '5s' }, params: {}, actions: [] },
      },
    });
    expect(rule.status).toBe(200);
    // Kibana makes it when a rule runs in the space for the first time.
    const alerts = `.internal.alerts-anomaly-detector.anomalies.alerts-${GOING}-000001`;
    const hasAlerts = async () =>
      (await elasticsearch().request('GET', `/${alerts}/_count`)).status === 200;
    await untilIt(hasAlerts, (found) => found);
    const outcome = await api(GOING).ok<UninstallResponse>('POST', '/_uninstall', {
      deleteAlerts: true,
    });
    expect(outcome).toEqual({
      space: GOING,
      complete: true,
      rules: { removed: [{ id: rule.body.id, name: 'Going too' }], failed: [] },
      dashboards: { removed: [{ id: made.id, name: made.title, panels: 4 }], failed: [] },
      detectors: { removed: [{ id: going.id, name: 'Going' }], failed: [] },
      alerts: { removed: [{ id: alerts, name: alerts }], failed: [] },
      leftIndices: expect.arrayContaining([
        `api-anomalies-${GOING}`,
        '.kibana_anomaly_detector_buckets',
      ]) as string[],
    });
    expect(outcome.leftIndices).not.toContain(alerts);
    expect(await hasAlerts()).toBe(false);
    expect(new Set(panelTypesOf(await stored(made.id, GOING)))).toEqual(new Set(['lens']));
    expect((await api(GOING).call('GET', `/detectors/${going.id}`)).status).toBe(404);
    // Another space keeps its own.
    expect((await api().call('GET', `/detectors/${detector.id}`)).status).toBe(200);
  });
}
