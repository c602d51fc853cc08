import { anomalyContext, durationText, nested } from '../../../server/rule_types/anomaly_context';
import { leftOutWarning } from '../../../server/rule_types/alert_limit';
import { anomalyContextVariables } from '../../../server/rule_types/anomaly_variables';
import { RuleLinks } from '../../../server/rule_types/rule_links';
import { alertFacts, at } from '../../builders/rule';
import { matching } from '../../builders/matching';

const address = { serverBasePath: '/kibana', version: '8.12.2' };
const links = new RuleLinks({ ...address, publicBaseUrl: 'https://kibana.example' }, 'default');

describe('what an alert tells', () => {
  it('is complete: each variable that is offered has a value', () => {
    const context = anomalyContext(alertFacts(), { affectedEntities: 3, links });
    expect(Object.keys(context).sort()).toEqual(
      anomalyContextVariables()
        .map(({ name }) => name)
        .sort()
    );
    expect(Object.values(context)).not.toContain(undefined);
  });

  it('says what happened, how bad, and since when', () => {
    const { message } = anomalyContext(alertFacts(), { affectedEntities: 1, links });
    expect(message).toBe(
      'checkout: p95 response time 812 ms, 4.2 times the typical 193 ms (critical, score 82), since 2026-03-02T10:00:00.000Z'
    );
  });

  it('says when it is over, and how long it lasted', () => {
    const told = { affectedEntities: 0, links };
    expect(anomalyContext(alertFacts(), { ...told, ending: 'over' })).toMatchObject({
      message: matching(/^checkout is back to normal since 2026-03-02T10:15:00.000Z, after 15 min/),
      durationMinutes: 15,
    });
    expect(anomalyContext(alertFacts(), { ...told, ending: 'withdrawn' }).message).toMatch(
      /no alarm any longer/
    );
    expect(anomalyContext(alertFacts(), { ...told, ending: 'unwatched' }).message).toMatch(
      /no longer watched by this rule/
    );
  });

  it('has the entity’s fields for templates, which look names up part by part', () => {
    expect(nested({ 'service.name': 'checkout', 'service.id': '7', path: '/pay' })).toEqual({
      service: { name: 'checkout', id: '7' },
      path: '/pay',
    });
    // A field below one that holds a value.
    expect(nested({ service: 'shop', 'service.name': 'checkout' })).toEqual({
      service: { name: 'checkout' },
    });
  });

  it.each([
    [20_000, '0 min'],
    [35 * 60_000, '35 min'],
    [125 * 60_000, '2 h 5 min'],
    [76 * 3_600_000, '3 d 4 h'],
    [48 * 3_600_000 + 5 * 60_000, '2 d'],
  ])('puts %d ms as %s', (ms, words) => expect(durationText(ms)).toBe(words));
});

describe('links', () => {
  const shown = { entity: 'checkout | POST /pay', from: at('10:00'), to: at('10:15') };

  it('lead to the entity and its time in the app', () => {
    expect(links.app('d1', shown)).toBe(
      'https://kibana.example/app/anomalyDetector/detectors/d1?entity=checkout+%7C+POST+%2Fpay&from=2026-03-02T04%3A00%3A00.000Z&to=2026-03-02T16%3A15%3A00.000Z'
    );
  });

  it('lead into the rule’s space', () => {
    expect(new RuleLinks(address, 'team a').app('d1')).toBe(
      '/kibana/s/team%20a/app/anomalyDetector/detectors/d1'
    );
  });

  it('lead to the logs in Discover', () => {
    const params = {
      dataViewSpec: { title: 'api-logs-*', timeFieldName: '@timestamp' },
      timeRange: { from: 'a', to: 'b' },
      query: { language: 'kuery' as const, query: 'service.name: "checkout"' },
    };
    const url = new URL(links.logs(params));
    expect(url.pathname).toBe('/app/r');
    expect(url.searchParams.get('l')).toBe('DISCOVER_APP_LOCATOR');
    expect(JSON.parse(url.searchParams.get('p')!)).toEqual(params);
  });
});

describe('beyond the limit', () => {
  it('the entities are named, the worst first', () => {
    const leftOut = [
      { entity: 'checkout', worstScore: 91 },
      { entity: 'search', worstScore: 60 },
    ];
    expect(leftOutWarning(leftOut, 1_002, 1_000)).toBe(
      '2 of 1002 entities with anomalies have no alert yet, as a rule may have 1000 at once (xpack.alerting.rules.run.alerts.max): "checkout" (critical, 91), "search" (major, 60). They are alerted of when others have recovered.'
    );
  });
});
