import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';

import { AppPage } from './app_page';
import { RuleApi, untilIt } from './rule_api';
import type { Stack } from './stack';
import { WEB_FAULT, WEB_RANGE, WebLogs } from './web_logs';

/** Rules that somebody begins in the app, from a detector or from what it found. */
export function itMakesRulesFromTheApp(getStack: () => Stack): void {
  const rules = () => new RuleApi(getStack());
  let logs: WebLogs;
  let page: AppPage;
  const made: string[] = [];

  beforeAll(async () => {
    logs = new WebLogs(getStack(), 'api-logs-rules-from-app');
    await logs.open('Rules from the app');
    page = await AppPage.open(getStack());
    await page.visit(
      `/app/anomalyDetector/detectors/${logs.detector.id}?${new URLSearchParams(WEB_RANGE).toString()}`
    );
    await page.sees(WEB_FAULT);
  });

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    for (const id of made) await rules().delete(id);
    await logs.close();
  });

  /** Saves the rule as the form proposes it. */
  const saved = async (name: string) => {
    expect(await page.valueOf('ruleNameInput')).toBe(name);
    await page.seesSubject('anomalyRuleDetectors');
    await page.sees('would not have alerted');
    await page.screenshot(`rule_form_of_${made.length === 0 ? 'detector' : 'anomaly'}`);
    await page.clickSubject('saveRuleButton');
    // Kibana asks whether it is meant to tell nobody.
    await page.clickSubject('confirmModalConfirmButton');
    const [rule] = await untilIt(
      async () => (await rules().rules()).filter((each) => each.name === name),
      (found) => found.length > 0
    );
    made.push(rule.id);
    return rule;
  };

  it('are of all entities of the detector whose page they were begun on', async () => {
    await page.clickSubject('anomalyDetectorCreateRule');
    expect(await saved('Anomalies of Rules from the app')).toMatchObject({
      rule_type_id: ANOMALY_RULE_TYPE,
      params: { detectorIds: [logs.detector.id], entities: [], minScore: 50 },
    });
  });

  it('are of the entity of the anomaly that they were begun at, from its severity on', async () => {
    await page.clickLabelled('Actions on www at');
    await page.clickText('Create rule for www');
    expect(await saved('Anomalies of www')).toMatchObject({
      rule_type_id: ANOMALY_RULE_TYPE,
      params: { detectorIds: [logs.detector.id], entities: ['www'], minScore: 25 },
    });
    // The page under the form is still there.
    await page.sees(WEB_FAULT);
    expect(page.errors).toEqual([]);
  });
}
