import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';
import type { Detector } from '../../common/detector';
import { toDocument } from '../../common/record';
import { record } from '../builders/record';
import { matching } from '../builders/matching';

import { FailingShop } from './failing_shop';
import { DetectorApi, Http } from './kibana_api';
import { RuleApi, untilIt } from './rule_api';
import type { Stack } from './stack';

const MINUTE_MS = 60_000;
const SPAN_MS = 5 * MINUTE_MS;

const services = Array.from(
  { length: 12 },
  (_, number) => `svc-${String(number + 1).padStart(2, '0')}`
);
const failing = services.slice(0, 10);

/** Alerts of incidents in a Kibana with security or without. */
export function itAlertsOfIncidents(getStack: () => Stack): void {
  const api = () => new DetectorApi(getStack());
  const rules = () => new RuleApi(getStack());
  let shop: FailingShop;
  let detector: Detector;
  const connectors: string[] = [];
  const made: string[] = [];

  beforeAll(async () => {
    await rules().createTold();
    shop = new FailingShop(getStack(), {
      name: 'Rules',
      index: 'api-logs-rules',
      services,
      failing,
    });
    await shop.open();
    detector = shop.detector;
  }, 600_000);

  afterAll(async () => {
    for (const id of made) await rules().delete(id);
    for (const id of connectors) await rules().deleteConnector(id);
    await shop.close();
    await rules().deleteTold();
  }, 120_000);

  it('tells once of each of ten incidents at once, within two scorings, and once of the end of each', async () => {
    const index = await rules().connector('.index', 'Rules: told');
    connectors.push(index.id);
    const rule = await rules().create(
      ANOMALY_RULE_TYPE,
      'Rules: incidents',
      { detectorIds: [detector.id], includeInterim: false },
      index.id
    );
    made.push(rule.id);
    try {
      await fires(rule.id);
    } finally {
      // It would tell of what the other tests write too.
      await rules().delete(rule.id);
    }
  }, 600_000);

  async function fires(ruleId: string): Promise<void> {
    // Without failures so far there is nothing to tell.
    await untilIt(
      () => rules().rule(ruleId),
      ({ execution_status }) => execution_status.status !== 'pending'
    );
    expect(await rules().told()).toEqual([]);

    const completeAt = await shop.completeBucket();
    const active = await untilIt(
      () => rules().told('active'),
      (told) => told.length >= failing.length
    );
    const tookMs = Date.now() - completeAt;
    expect(active.map(({ entity }) => entity).sort()).toEqual(failing);
    expect(tookMs).toBeLessThan(2 * 60_000);

    const first = active.find(({ entity }) => entity === 'svc-01')!;
    expect(first).toMatchObject({
      alert: `svc-01 (${detector.id})`,
      message: matching(/^svc-01: 100 % of requests failed with 5xx/),
      entityFields: 'service.name: svc-01',
      service: 'svc-01',
      detectorId: detector.id,
      detectorName: 'Rules',
      severity: 'critical',
      signal: 'error_rate',
      direction: 'high',
      actual: '1',
      start: new Date(shop.bucket).toISOString(),
      end: new Date(shop.bucket + SPAN_MS).toISOString(),
      duration: '5 min',
      buckets: '1',
      affectedEntities: '10',
      appUrl: matching(
        new RegExp(`/app/anomalyDetector/detectors/${detector.id}\\?entity=svc-01&from=`)
      ),
      logsUrl: matching(/\/app\/r\?l=DISCOVER_APP_LOCATOR&.*svc-01/),
    });
    for (const told of active) {
      for (const [name, value] of Object.entries(told))
        expect([name, value]).not.toEqual([name, '']);
    }

    await shop.endIncident();
    const recovered = await untilIt(
      () => rules().told('recovered'),
      (told) => told.length >= failing.length
    );
    expect(recovered.map(({ entity }) => entity).sort()).toEqual(failing);
    expect(recovered[0].message).toMatch(/is back to normal since .*, after 5 min/);

    // Some runs later nothing has been told again.
    const before = await rules().told();
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    expect((await rules().told()).length).toBe(before.length);
    expect(before).toHaveLength(2 * failing.length);
  }

  it('says before it is made what it would have told', async () => {
    const { status, body } = await new Http(getStack().kibana, getStack().user).request<{
      alerts: number;
      entities: number;
      latest: Array<{ entity: string }>;
    }>('POST', '/internal/anomaly_detector/rules/_preview', {
      body: { params: { detectorIds: [detector.id] } },
      version: '1',
    });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { alerts: failing.length, entities: failing.length },
    });
    expect(body.latest).toHaveLength(5);
  });

  it('names what is beyond the limit of alerts, and tells of it when there is room', async () => {
    const { status } = await api().ok<Detector>('GET', `/detectors/${detector.id}`);
    const upTo = Date.parse(status.scoredUpTo!);
    const many = Array.from({ length: 1_003 }, (_, number) => number);
    const lines = many.flatMap((number) => {
      const entity = `many-${number}`;
      // The worst first: the last three are the least.
      const score = 99 - (number * 40) / many.length;
      const document = toDocument(
        record({
          '@timestamp': new Date(upTo - 10 * MINUTE_MS).toISOString(),
          detector_id: detector.id,
          entity,
          record_score: score,
          incident_id: `incident-of-${entity}`,
          incident_start: new Date(upTo - 10 * MINUTE_MS).toISOString(),
        }),
        { 'service.name': entity }
      );
      return [JSON.stringify({ index: { _id: `record-of-${entity}` } }), JSON.stringify(document)];
    });
    await bulk(lines);
    const rule = await rules().create(ANOMALY_RULE_TYPE, 'Rules: many', {
      detectorIds: [detector.id],
      filter: 'entity: many-*',
    });
    made.push(rule.id);
    const warned = await untilIt(
      () => rules().rule(rule.id),
      ({ last_run }) => last_run?.outcome === 'warning'
    );
    expect(warned.last_run!.outcome_msg!.join(' ')).toMatch(
      /3 of 1003 entities with anomalies have no alert yet, as a rule may have 1000 at once \(xpack\.alerting\.rules\.run\.alerts\.max\): "many-1000" \(major, 59\), "many-1001" \(major, 59\), "many-1002" \(major, 59\)\./
    );
    // Kibana writes down what it alerts of a little later.
    const named = await untilIt(
      () => rules().alerts(rule.id),
      (alerts) => Object.keys(alerts).length >= 1_000
    );
    expect(Object.keys(named)).toHaveLength(1_000);

    // Ten are taken back.
    await bulk(
      many
        .slice(0, 10)
        .map((number) => JSON.stringify({ delete: { _id: `record-of-many-${number}` } }))
    );
    const told = await untilIt(
      () => rules().alerts(rule.id),
      (alerts) => alerts[`many-1002 (${detector.id})`] === 'Active'
    );
    expect(told[`many-1000 (${detector.id})`]).toBe('Active');
    expect(told[`many-0 (${detector.id})`]).not.toBe('Active');
  }, 300_000);

  async function bulk(lines: string[]): Promise<void> {
    const { user, elasticsearch: url } = getStack();
    const response = await fetch(`${url}/api-anomalies/_bulk?refresh=true`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        ...(user && {
          authorization: `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`,
        }),
      },
      body: `${lines.join('\n')}\n`,
    });
    expect(await response.json()).toMatchObject({ errors: false });
  }
}
