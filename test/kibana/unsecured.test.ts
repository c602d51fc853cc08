import { itShowsEveryPage } from './every_page';
import { itTellsOfUnhealthyDetectors } from './health_rule';
import { itDoesTheMainJob } from './main_job';
import { itShowsPanelsOnDashboards } from './panels';
import { itMakesPanelsByHand } from './panels_by_hand';
import { itKeepsModels } from './models';
import { itAlertsOfIncidents } from './rules';
import { itMakesRulesByHand } from './rules_by_hand';
import { itAddsSampleData } from './sample_data';
import { itMakesRulesFromTheApp } from './rules_from_app';
import { startStack, type Stack } from './stack';
import { itLeadsToTheLogs } from './to_the_logs';

jest.setTimeout(300_000);

describe('in a Kibana without security', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack('unsecured');
  });
  afterAll(async () => {
    await (stack as Stack | undefined)?.stop();
  });

  itDoesTheMainJob(() => stack);
  describe('sample API logs', () => itAddsSampleData(() => stack));
  describe('panels', () => itShowsPanelsOnDashboards(() => stack));
  describe('a panel made by hand', () => itMakesPanelsByHand(() => stack));
  describe('models', () => itKeepsModels(() => stack));
  describe('rules', () => itAlertsOfIncidents(() => stack));
  describe('a health rule', () => itTellsOfUnhealthyDetectors(() => stack));
  describe('a rule made by hand', () => itMakesRulesByHand(() => stack));
  describe('rules begun in the app', () => itMakesRulesFromTheApp(() => stack));
  describe('the app', () => itShowsEveryPage(() => stack));
  describe('the way', () => itLeadsToTheLogs(() => stack));
});
