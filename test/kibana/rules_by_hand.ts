import type { Detector } from '../../common/detector';
import { anomalyContextVariables } from '../../server/rule_types/anomaly_variables';
import { matching } from '../builders/matching';

import { AppPage } from './app_page';
import { FailingShop } from './failing_shop';
import { DetectorApi } from './kibana_api';
import { RuleApi, untilIt, type ToldAlert } from './rule_api';
import type { Stack } from './stack';

const SPAN_MS = 5 * 60_000;

const RULES_PAGE = '/app/management/insightsAndAlerting/triggersActions/rules';

const failing = ['cart', 'checkout'];

/** Mustache puts an object into a string as JSON, so that all of it fits into a line that is typed. */
const typedDocument = (event: ToldAlert['event']) => ({
  event,
  alert: '{{alert.id}}',
  context: '{{{context}}}',
});
type TypedDocument = Record<keyof ReturnType<typeof typedDocument>, string>;

/** Of all alerts at once. */
const SUMMARY = {
  event: 'summary',
  new: '{{alerts.new.count}}',
  recovered: '{{alerts.recovered.count}}',
  reasons: '{{#alerts.new.data}}{{{kibana.alert.reason}}};{{/alerts.new.data}}',
};
type Summary = typeof SUMMARY;

const contextOf = ({ context }: TypedDocument) => JSON.parse(context) as Record<string, unknown>;

const sumOf = (summaries: Summary[], what: 'new' | 'recovered'): number =>
  summaries.reduce((sum, each) => sum + Number(each[what]), 0);

/** A rule that somebody makes with a mouse, from Kibana's own page. */
export function itMakesRulesByHand(getStack: () => Stack): void {
  const INDEX = 'told-by-hand';
  const rules = () => new RuleApi(getStack(), getStack().user, INDEX);
  const told = (event?: ToldAlert['event']) => rules().told<TypedDocument>(event);
  const summaries = async () =>
    (await rules().told<Summary>()).filter(({ event }) => event === 'summary');
  const api = () => new DetectorApi(getStack());
  let shop: FailingShop;
  /** Started, and without a model: how many entities it will find is not known. */
  let unlearnt: Detector;
  let page: AppPage;
  const connectors: string[] = [];
  const made: string[] = [];

  beforeAll(async () => {
    await rules().createTold();
    const index = await rules().connector('.index', 'By hand: index');
    const log = await rules().connector('.server-log', 'By hand: log');
    connectors.push(index.id, log.id);
    shop = new FailingShop(getStack(), {
      name: 'By hand',
      index: 'api-logs-by-hand',
      services: [...failing, 'search', 'catalog'],
      failing,
    });
    await shop.open();
    unlearnt = await api().create({ name: 'Unlearnt', indexPattern: 'api-logs-unlearnt-*' });
    await api().ok('POST', `/detectors/${unlearnt.id}/_start`);
    page = await AppPage.open(getStack());
  }, 600_000);

  afterAll(async () => {
    await (page as AppPage | undefined)?.close();
    for (const id of made) await rules().delete(id);
    for (const id of connectors) await rules().deleteConnector(id);
    await api().call('DELETE', `/detectors/${unlearnt.id}`);
    await shop.close();
    await rules().deleteTold();
  }, 120_000);

  /** Adds a document of the index connector, of alerts that begin or that end, after the `number` actions before. */
  const addDocument = async (number: number, event: 'active' | 'recovered') => {
    await page.clickSubject('addAlertActionButton');
    await page.clickSubject('.index-alerting-ActionTypeSelectOption');
    if (event === 'recovered') {
      await page.clickSubject(`addNewActionConnectorActionGroup-${number}`);
      await page.clickSubject(`addNewActionConnectorActionGroup-${number}-option-recovered`);
    }
    await page.typeIntoEditor('actionJsonEditor', JSON.stringify(typedDocument(event)));
  };

  /** Makes the last action one that tells of all alerts at once, each time the rule has run. */
  const sumUp = async () => {
    await page.clickLast('summaryOrPerRuleSelect');
    await page.clickLast('actionNotifyWhen-option-summary');
  };

  it('is offered among Kibana’s rules, and says as one types what is wrong', async () => {
    await page.visit(RULES_PAGE);
    await page.clickSubject('createRuleButton');
    await page.fill('ruleNameInput', 'By hand');
    await page.clickSubject('anomalyDetector.anomaly-SelectOption');
    await page.chooseIn('anomalyRuleDetectors', 'By hand');
    await page.clickText('Signals, filter, length and cool-down');
    // What has not ended is told of by what is known so far, which this test does not wait for.
    await page.clickText('Alert before the bucket has ended');
    await page.sees('would not have alerted');
    await page.fill('anomalyRuleCoolDown', '30');
    await page.sees('Give a duration from 1m to 7d, such as 30m.');
    await page.sees('Mend what is marked above');
    await page.screenshot('rule_form_invalid');
    await page.fill('anomalyRuleCoolDown', '30m');
    await page.sees('would not have alerted');
  });

  it('is saved with actions of the server log, with the message that is proposed, and of an index', async () => {
    await page.fill('intervalInput', '5');
    await page.select('intervalInputUnit', 's');
    await page.clickSubject('.server-log-alerting-ActionTypeSelectOption');
    await page.seesSubject('messageTextArea');
    expect(await page.valueOf('messageTextArea')).toMatch(/^\{\{context\.message\}\}/);
    await addDocument(1, 'active');
    await addDocument(2, 'recovered');
    await page.screenshot('rule_form');
    await page.clickSubject('saveRuleButton');
    const [rule] = await untilIt(
      async () => (await rules().rules()).filter(({ name }) => name === 'By hand'),
      (found) => found.length > 0
    );
    made.push(rule.id);
    expect(rule.params).toMatchObject({
      detectorIds: [shop.detector.id],
      minScore: 50,
      includeInterim: false,
    });
    expect(rule.actions).toMatchObject([
      { connector_type_id: '.server-log', group: 'anomaly' },
      { connector_type_id: '.index', group: 'anomaly' },
      { connector_type_id: '.index', group: 'recovered' },
    ]);
    await untilIt(
      () => rules().rule(rule.id),
      ({ execution_status }) => execution_status.status !== 'pending'
    );
    expect(await told()).toEqual([]);
  }, 300_000);

  it('warns of many alerts, and is saved with an action that sums them up instead', async () => {
    await page.visit(RULES_PAGE);
    await page.clickSubject('createRuleButton');
    await page.fill('ruleNameInput', 'By hand, summed up');
    await page.clickSubject('anomalyDetector.anomaly-SelectOption');
    await page.chooseIn('anomalyRuleDetectors', 'By hand');
    await page.chooseIn('anomalyRuleDetectors', 'Unlearnt');
    await page.seesWithin('anomalyRuleManyAlerts', 'Up to 1,004 entities can alert at once');
    await page.clickText('Signals, filter, length and cool-down');
    await page.clickText('Alert before the bucket has ended');
    await page.fill('intervalInput', '5');
    await page.select('intervalInputUnit', 's');
    await page.clickSubject('.server-log-alerting-ActionTypeSelectOption');
    await sumUp();
    expect(await page.valueOf('messageTextArea')).toMatch(
      /\{\{#alerts\.all\.data\}\}\{\{\{kibana\.alert\.reason\}\}\}/
    );
    await page.screenshot('rule_form_summary');
    await page.clickSubject('addAlertActionButton');
    await page.clickSubject('.index-alerting-ActionTypeSelectOption');
    await sumUp();
    await page.typeIntoEditor('actionJsonEditor', JSON.stringify(SUMMARY));
    await page.clickSubject('saveRuleButton');
    const [rule] = await untilIt(
      async () => (await rules().rules()).filter(({ name }) => name === 'By hand, summed up'),
      (found) => found.length > 0
    );
    made.push(rule.id);
    expect(rule.params).toMatchObject({ detectorIds: [shop.detector.id, unlearnt.id] });
    const frequency = { summary: true, notify_when: 'onActiveAlert' };
    expect(rule.actions).toMatchObject([
      { connector_type_id: '.server-log', frequency },
      { connector_type_id: '.index', frequency },
    ]);
    await untilIt(
      () => rules().rule(rule.id),
      ({ execution_status }) => execution_status.status !== 'pending'
    );
    expect(await summaries()).toEqual([]);
  }, 300_000);

  it('tells of each failing service once within two scorings, with all there is to say, and once of its end', async () => {
    const completeAt = await shop.completeBucket();
    const active = await untilIt(
      () => told('active'),
      (found) => found.length >= failing.length
    );
    expect(Date.now() - completeAt).toBeLessThan(2 * 60_000);
    const contexts = active.map(contextOf);
    expect(contexts.map(({ entity }) => entity).sort()).toEqual(failing);
    expect(active.map(({ alert }) => alert).sort()).toEqual(
      failing.map((entity) => `${entity} (${shop.detector.id})`)
    );
    const checkout = contexts.find(({ entity }) => entity === 'checkout')!;
    expect(checkout).toMatchObject({
      message: matching(/^checkout: 100 % of requests failed with 5xx/),
      entityFields: 'service.name: checkout',
      detectorName: 'By hand',
      signal: 'error_rate',
      start: new Date(shop.bucket).toISOString(),
      end: new Date(shop.bucket + SPAN_MS).toISOString(),
      affectedEntities: 2,
    });
    expect(Object.keys(checkout)).toEqual(
      expect.arrayContaining(anomalyContextVariables().map(({ name }) => name))
    );
    await page.visit(RULES_PAGE.replace(/rules$/, `rule/${made[0]}`));
    await page.sees(`checkout (${shop.detector.id})`);
    await page.screenshot('rule_alerts');
    const summed = await untilIt(summaries, (found) => sumOf(found, 'new') >= failing.length);
    expect(summed.map(({ reasons }) => reasons).join(';')).toMatch(
      /(?=.*cart: 100 % of requests failed with 5xx)(?=.*checkout: 100 % of requests failed with 5xx)/
    );

    await shop.endIncident();
    const recovered = await untilIt(
      () => told('recovered'),
      (found) => found.length >= failing.length
    );
    expect(recovered.map((each) => contextOf(each).entity).sort()).toEqual(failing);
    // Some runs later nothing has been told again.
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    expect(await told('active')).toHaveLength(failing.length);
    expect(await told('recovered')).toHaveLength(failing.length);
    expect(sumOf(await summaries(), 'new')).toBe(failing.length);
    // Kibana 8.12 counts what has recovered again in the runs after that, while it looks whether it comes back.
    expect(sumOf(await summaries(), 'recovered')).toBeGreaterThanOrEqual(failing.length);
    const { execution_status } = await rules().rule(made[0]);
    expect(execution_status.status).toBe('ok');
  }, 600_000);
}
