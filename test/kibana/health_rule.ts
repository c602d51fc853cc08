import type { Detector, HealthKind } from '../../common/detector';
import { HEALTH_RULE_TYPE } from '../../common/health_rule';

import { DetectorApi, Http } from './kibana_api';
import { RuleApi, untilIt } from './rule_api';
import { writeShopLogs } from './shop_logs';
import type { Stack } from './stack';

const HOUR_MS = 3_600_000;
const INDEX = 'api-logs-health';

/** What makes a detector unhealthy, and well again. */
interface Illness {
  kind: HealthKind;
  /** Of the message of the alert. */
  says: RegExp;
  begin(detector: Detector): Promise<unknown>;
  end(detector: Detector): Promise<unknown>;
}

/** An *Anomaly detector health* rule: without security an index that is gone, with security a key that is revoked. */
export function itTellsOfUnhealthyDetectors(getStack: () => Stack): void {
  const api = () => new DetectorApi(getStack());
  const rules = () => new RuleApi(getStack(), getStack().user, 'told-of-health');
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  let detector: Detector;
  let connector: { id: string };
  let ruleId: string | undefined;

  const writeLogs = () =>
    writeShopLogs(getStack(), elasticsearch(), {
      index: INDEX,
      services: ['cart', 'search'],
      from: Date.now() - 36 * HOUR_MS,
      to: Date.now(),
      perMinute: 4,
    });

  const illnessOf = ({ user }: Stack): Illness =>
    user
      ? {
          kind: 'not_authorised',
          says: /is not authorised since .*has been invalidated/,
          begin: ({ owner }) =>
            elasticsearch().request('DELETE', '/_security/api_key', {
              body: { ids: [owner.keyId] },
            }),
          end: ({ id }) => api().ok('POST', `/detectors/${id}/_authorize`),
        }
      : {
          kind: 'no_data',
          says: /is without data since .*api-logs-health/,
          begin: () => elasticsearch().request('DELETE', `/${INDEX}`),
          end: writeLogs,
        };

  beforeAll(async () => {
    await rules().createTold();
    connector = await rules().connector('.index', 'Health: told');
    await writeLogs();
    detector = await api().create({
      name: 'Health',
      indexPattern: INDEX,
      bucketSpan: '5m',
      schedule: { scoreEvery: '30s', trainEvery: '1d', trainingWindow: '2d' },
    });
    await api().ok('POST', `/detectors/${detector.id}/_start`);
    await api().until(detector.id, ({ status }) => status.scoredUpTo !== null, 240);
  }, 600_000);

  afterAll(async () => {
    if (ruleId) await rules().delete(ruleId);
    await rules().deleteConnector(connector.id);
    await api().call('DELETE', `/detectors/${detector.id}`);
    await elasticsearch().request('DELETE', `/${INDEX}`);
    await rules().deleteTold();
  }, 120_000);

  it('tells once of a detector that cannot do its work, why, and once that it can again', async () => {
    const illness = illnessOf(getStack());
    const { kind, says } = illness;
    const rule = await rules().create(
      HEALTH_RULE_TYPE,
      'Health',
      { detectorIds: [detector.id], kinds: [kind], lastingFor: '1m' },
      connector.id,
      'problem'
    );
    ruleId = rule.id;
    await untilIt(
      () => rules().rule(rule.id),
      ({ execution_status }) => execution_status.status === 'ok'
    );
    await illness.begin(detector);
    const [active] = await untilIt(
      () => rules().told('active'),
      (told) => told.length > 0,
      300
    );
    expect(active).toMatchObject({
      alert: `${kind} (${detector.id})`,
      detectorId: detector.id,
      detectorName: 'Health',
    });
    expect(active.message).toMatch(says);
    expect(active.appUrl).toContain(`/app/anomalyDetector/detectors/${detector.id}`);

    await illness.end(detector);
    const [recovered] = await untilIt(
      () => rules().told('recovered'),
      (told) => told.length > 0,
      300
    );
    expect(recovered).toMatchObject({ alert: active.alert });
    expect(recovered.message).toMatch(/Detector "Health" is no longer .*, after \d+ min\./);
    expect(await rules().told()).toHaveLength(2);
  }, 900_000);
}
