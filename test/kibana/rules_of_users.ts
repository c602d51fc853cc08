import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';
import type { DashboardResponse } from '../../common/dashboard';
import { panelKinds } from '../../common/panel_types';
import { matching } from '../builders/matching';

import { AppPage } from './app_page';
import { FailingShop } from './failing_shop';
import { DetectorApi, Http, type Refusal } from './kibana_api';
import { RuleApi, untilIt } from './rule_api';
import type { Stack } from './stack';
import { addUser, PASSWORD, READ_LOGS, removeUser, WRITE_RECORDS } from './users';

const failing = ['cart', 'checkout'];

/** Index of the documents of alerts. */
const ALERTS = '.internal.alerts-anomaly-detector.anomalies.alerts-default-000001';

/** With security, rules act with the rights of whoever saved them, and nobody sees what they may not. */
export function itGuardsRulesAndPanels(getStack: () => Stack): void {
  const as = (username: string) => ({ username, password: PASSWORD });
  const rules = (username?: string) =>
    new RuleApi(getStack(), username ? as(username) : getStack().user);
  const api = (username: string) => new DetectorApi(getStack(), as(username));
  const RECORDS = ['api-anomalies*'];
  const USERS = ['rule_maker', 'rule_blind', 'rule_outsider'];
  let shop: FailingShop;
  let dashboard: DashboardResponse;
  const made: string[] = [];

  beforeAll(async () => {
    const kibana = { actions: ['read'], dashboard: ['read'] };
    await addUser(getStack(), 'rule_maker', {
      feature: 'all',
      kibana,
      indices: [
        { names: ['api-logs-*'], privileges: READ_LOGS },
        { names: RECORDS, privileges: WRITE_RECORDS },
      ],
    });
    // May do all in Kibana, and read no index.
    await addUser(getStack(), 'rule_blind', { feature: 'all', kibana });
    await addUser(getStack(), 'rule_outsider', {
      kibana,
      indices: [{ names: ['api-logs-*'], privileges: READ_LOGS }],
    });
    shop = new FailingShop(
      getStack(),
      {
        name: 'Of users',
        index: 'api-logs-of-users',
        services: [...failing, 'search', 'catalog'],
        failing,
      },
      as('rule_maker')
    );
    await shop.open();
    dashboard = await new DetectorApi(getStack()).ok(
      'POST',
      `/detectors/${shop.detector.id}/_dashboard`
    );
  }, 600_000);

  afterAll(async () => {
    for (const id of made) await rules().delete(id);
    await new Http(getStack().kibana, getStack().user).request(
      'DELETE',
      `/api/saved_objects/dashboard/${dashboard.id}`
    );
    await shop.close();
    for (const user of USERS) await removeUser(getStack(), user);
  }, 120_000);

  it('tells of incidents whose records the owner of the rule may read, and of no others', async () => {
    const params = { detectorIds: [shop.detector.id], includeInterim: false };
    const seeing = await rules('rule_maker').create(ANOMALY_RULE_TYPE, 'Of users: maker', params);
    const blind = await rules('rule_blind').create(ANOMALY_RULE_TYPE, 'Of users: blind', params);
    made.push(seeing.id, blind.id);
    await untilIt(
      () => rules().rule(seeing.id),
      ({ execution_status }) => execution_status.status !== 'pending'
    );
    await shop.completeBucket();
    const alerts = await untilIt(
      () => rules().alerts(seeing.id),
      (found) => Object.keys(found).length >= failing.length
    );
    expect(alerts).toEqual(
      Object.fromEntries(failing.map((entity) => [`${entity} (${shop.detector.id})`, 'Active']))
    );

    const refused = await untilIt(
      () => rules().rule(blind.id),
      ({ execution_status }) => execution_status.status === 'error'
    );
    expect(refused.execution_status.error!.message).toMatch(
      /A privilege is missing while .*rule_blind.*api-anomalies/s
    );
    expect(await rules().alerts(blind.id)).toEqual({});
  }, 600_000);

  it('shows neither rules nor alerts nor anomalies to who may not see the feature', async () => {
    const outsider = rules('rule_outsider');
    const asked = await Promise.all([
      outsider.http.request('GET', `/api/alerting/rule/${made[0]}`),
      outsider.http.request('GET', `/internal/alerting/rule/${made[0]}/_alert_summary`),
      outsider.http.request('POST', '/internal/anomaly_detector/rules/_preview', {
        body: { params: {} },
        version: '1',
      }),
      api('rule_outsider').call('GET', '/anomalies'),
      new Http(getStack().elasticsearch, as('rule_outsider')).request('GET', `/${ALERTS}/_search`),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    const made403 = await outsider.http.request<Refusal>('POST', '/api/alerting/rule', {
      body: {
        rule_type_id: ANOMALY_RULE_TYPE,
        name: 'Of users: outsider',
        consumer: 'alerts',
        schedule: { interval: '1m' },
        params: {},
        actions: [],
      },
    });
    expect(made403.status).toBe(403);
  });

  it('previews a rule with the rights of who asks', async () => {
    const preview = (username: string) =>
      rules(username).http.request<{ alerts: number } & Refusal>(
        'POST',
        '/internal/anomaly_detector/rules/_preview',
        { body: { params: { detectorIds: [shop.detector.id] } }, version: '1' }
      );
    expect(await preview('rule_maker')).toMatchObject({
      status: 200,
      body: { alerts: failing.length },
    });
    expect(await preview('rule_blind')).toMatchObject({
      status: 403,
      body: { message: matching(/A privilege is missing/) },
    });
  });

  it.each([
    ['rule_outsider', 'You may not see this panel'],
    ['rule_blind', 'A privilege is missing'],
  ])('shows %s panels that say why they are empty, and no record', async (username, says) => {
    const page = await AppPage.open(getStack(), as(username));
    try {
      await page.visit(`/app/dashboards#/view/${dashboard.id}?_g=(time:(from:now-24h,to:now))`);
      for (const kind of panelKinds) await page.seesWithin(`anomalyDetectorPanel-${kind}`, says);
      expect(await page.text()).not.toMatch(/100 % of requests failed|checkout/);
      await page.screenshot(`panels_of_${username}`);
    } finally {
      await page.close();
    }
  });

  it('shows the same panels in full to who may see them', async () => {
    const page = await AppPage.open(getStack(), as('rule_maker'));
    try {
      await page.visit(`/app/dashboards#/view/${dashboard.id}?_g=(time:(from:now-24h,to:now))`);
      await page.sees('100 % of requests failed with 5xx');
    } finally {
      await page.close();
    }
  });
}
