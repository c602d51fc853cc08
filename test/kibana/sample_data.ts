import type { DetectorsResponse, RunsResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import { panelKinds } from '../../common/panel_types';
import { isFinished } from '../../common/run';
import { SAMPLE_INDEX } from '../../common/sample_data';

import { AppPage } from './app_page';
import { DetectorApi, Http } from './kibana_api';
import { untilIt } from './rule_api';
import type { Stack } from './stack';

/** Kibana's own page of sample data. */
const ADD_SAMPLE_DATA = '/app/home#/tutorial_directory/sampleData';
/** Whatever Kibana stores: its objects, tasks and data views, what the plugin counted and told, and the anomalies. */
const STORED = '/.kibana*,api-anomalies*/_search';

/** The sample logs as somebody finds them who looks for sample data in Kibana. */
export function itAddsSampleData(getStack: () => Stack): void {
  const api = () => new DetectorApi(getStack());
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  let page: AppPage;
  let detector: Detector;

  const ofSample = async (): Promise<Detector[]> => {
    const { detectors } = await api().ok<DetectorsResponse>('GET', '/detectors');
    return detectors.filter(({ settings }) => settings.indexPattern === SAMPLE_INDEX);
  };
  const dashboardId = () => `anomaly-detector-default-${detector.id}`;
  const statusOf = async (object: string): Promise<number> =>
    (await api().http.request('GET', `/api/saved_objects/${object}`)).status;
  const openTab = async () => {
    await page.visit(ADD_SAMPLE_DATA);
    await page.clickText('Sample API logs');
    await page.seesSubject('anomalyDetectorSampleDataTab');
  };

  beforeAll(async () => {
    page = await AppPage.open(getStack());
  });
  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    await api().call('DELETE', '/sample_data');
  });

  it('are offered beside Kibana’s own, and lead to their detector and what it found', async () => {
    expect(await ofSample()).toEqual([]);
    await openTab();
    await page.screenshot('sample_data_tab');
    await page.clickSubject('anomalyDetectorAddSampleData');
    [detector] = await untilIt(ofSample, (found) => found.length > 0);
    await page.seesSubject('detectorTab-incidents');
    await untilIt(
      () => api().ok<RunsResponse>('GET', `/detectors/${detector.id}/runs`),
      ({ runs }) => runs.length > 0 && runs.every(isFinished)
    );
    const anomalies = await api().anomalies({ detectorId: detector.id, minScore: '50' });
    expect(new Set(anomalies.map(({ entity }) => entity)).size).toBeGreaterThanOrEqual(2);
    const [newest] = await api().anomalies({
      ...{ detectorId: detector.id, sort: 'time', minScore: '3', size: '1' },
    });
    await page.sees(newest.description);
    await page.screenshot('sample_data_detector');
  }, 300_000);

  it('have a dashboard with all panels', async () => {
    const from = anomalyTime(-10);
    await page.visit(
      `/app/dashboards#/view/${dashboardId()}?_g=(time:(from:'${from}',to:'${anomalyTime(0)}'))`
    );
    for (const kind of panelKinds) await page.seesSubject(`anomalyDetectorPanel-${kind}`);
    await page.sees('requests failed with 5xx');
    await page.screenshot('sample_data_dashboard');
    expect(page.errors).toEqual([]);
  }, 300_000);

  it('are removed from the same place, and nothing of them is left', async () => {
    await openTab();
    await page.clickSubject('anomalyDetectorRemoveSampleData');
    await page.sees('The sample API logs were removed');
    expect(await ofSample()).toEqual([]);
    expect((await elasticsearch().request('GET', `/${SAMPLE_INDEX}`)).status).toBe(404);
    expect(await statusOf(`dashboard/${dashboardId()}`)).toBe(404);
    const { body } = await api().http.request<{ data_view: Array<{ title: string }> }>(
      'GET',
      '/api/data_views'
    );
    expect(body.data_view.map(({ title }) => title)).not.toContain(SAMPLE_INDEX);
    // What a task still had to say when its detector was deleted goes with the next look.
    await untilIt(leftOvers, (left) => left.length === 0);
  }, 300_000);

  /** Ids of all that Kibana stores that names the detector. */
  async function leftOvers(): Promise<string[]> {
    const { body } = await elasticsearch().request<{ hits: { hits: Array<{ _id: string }> } }>(
      'POST',
      `${STORED}?expand_wildcards=all&ignore_unavailable=true`,
      { body: { size: 10_000 } }
    );
    return body.hits.hits
      .filter((hit) => JSON.stringify(hit).includes(detector.id))
      .map(({ _id }) => _id);
  }
}

const anomalyTime = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString();
