import { setTimeout } from 'node:timers/promises';

import { Http } from './kibana_api';
import type { Stack } from './stack';

/** A rule as Kibana's API gives it, as far as tests look at it. */
export interface SeenRule {
  id: string;
  name: string;
  rule_type_id: string;
  params: Record<string, unknown>;
  actions: Array<{
    connector_type_id: string;
    group?: string;
    frequency?: { summary: boolean; notify_when: string };
  }>;
  execution_status: { status: string; error?: { message: string } };
  last_run?: { outcome: string; outcome_msg: string[] | null } | null;
}

/** What the index connector was told, with the fields that tests look at. */
export interface ToldAlert {
  event: 'active' | 'recovered';
  alert: string;
  context: Record<string, unknown>;
}

type Credentials = Stack['user'];

/** The document of an action, with the whole context; Mustache puts an object into a string as JSON. */
export const toldDocument = (event: ToldAlert['event']) => ({
  event,
  alert: '{{alert.id}}',
  message: '{{{context.message}}}',
  entity: '{{{context.entity}}}',
  entityFields: '{{{context.entityFields}}}',
  service: '{{{context.fields.service.name}}}',
  detectorId: '{{context.detectorId}}',
  detectorName: '{{{context.detectorName}}}',
  severity: '{{context.severity}}',
  score: '{{context.score}}',
  signal: '{{context.signal}}',
  direction: '{{context.direction}}',
  actual: '{{context.actual}}',
  typical: '{{context.typical}}',
  description: '{{{context.description}}}',
  start: '{{context.start}}',
  end: '{{context.end}}',
  duration: '{{context.duration}}',
  buckets: '{{context.buckets}}',
  affectedEntities: '{{context.affectedEntities}}',
  incidentId: '{{context.incidentId}}',
  appUrl: '{{{context.appUrl}}}',
  logsUrl: '{{{context.logsUrl}}}',
});

export type ToldDocument = ReturnType<typeof toldDocument>;

/** Kibana's rules, connectors and what these were told, as one user. */
export class RuleApi {
  readonly http: Http;
  private readonly elasticsearch: Http;

  constructor(
    stack: Stack,
    credentials: Credentials = stack.user,
    private readonly toldIndex = 'told-alerts'
  ) {
    this.http = new Http(stack.kibana, credentials);
    this.elasticsearch = new Http(stack.elasticsearch, stack.user);
  }

  private async ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.http.request<T>(method, path, { body });
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  connector(typeId: '.index' | '.server-log', name: string): Promise<{ id: string }> {
    return this.ok('POST', '/api/actions/connector', {
      connector_type_id: typeId,
      name,
      config: typeId === '.index' ? { index: this.toldIndex, refresh: true } : {},
    });
  }

  deleteConnector(id: string): Promise<unknown> {
    return this.http.request('DELETE', `/api/actions/connector/${id}`);
  }

  /** A rule that tells an index connector of what is active and of what has recovered. */
  create(
    ruleTypeId: string,
    name: string,
    params: Record<string, unknown>,
    connectorId?: string,
    activeGroup = 'anomaly'
  ): Promise<SeenRule> {
    const action = (group: string, event: ToldAlert['event']) => ({
      id: connectorId,
      group,
      params: { documents: [toldDocument(event)] },
      frequency: { notify_when: 'onActionGroupChange', throttle: null, summary: false },
    });
    return this.ok('POST', '/api/alerting/rule', {
      rule_type_id: ruleTypeId,
      name,
      consumer: 'alerts',
      schedule: { interval: '5s' },
      params,
      actions:
        connectorId === undefined
          ? []
          : [action(activeGroup, 'active'), action('recovered', 'recovered')],
    });
  }

  rule(id: string): Promise<SeenRule> {
    return this.ok('GET', `/api/alerting/rule/${id}`);
  }

  async rules(): Promise<SeenRule[]> {
    const { data } = await this.ok<{ data: SeenRule[] }>(
      'GET',
      '/api/alerting/rules/_find?per_page=100'
    );
    return data;
  }

  delete(id: string): Promise<unknown> {
    return this.http.request('DELETE', `/api/alerting/rule/${id}`);
  }

  /** Alerts of a rule by their status. */
  async alerts(id: string): Promise<Record<string, 'Active' | 'OK'>> {
    const { alerts } = await this.ok<{ alerts: Record<string, { status: 'Active' | 'OK' }> }>(
      'GET',
      `/internal/alerting/rule/${id}/_alert_summary`
    );
    return Object.fromEntries(Object.entries(alerts).map(([alert, { status }]) => [alert, status]));
  }

  /** What the index connector was told so far. */
  async told<Document extends { event: string } = ToldDocument>(
    event?: ToldAlert['event']
  ): Promise<Document[]> {
    const { status, body } = await this.elasticsearch.request<{
      hits: { hits: Array<{ _source: Document }> };
    }>('POST', `/${this.toldIndex}/_search?ignore_unavailable=true`, { body: { size: 1_000 } });
    if (status >= 300) throw new Error(`told alerts: ${status} ${JSON.stringify(body)}`);
    return body.hits.hits
      .map(({ _source }) => _source)
      .filter((told) => event === undefined || told.event === event);
  }

  /** Makes the index of what is told, so that it can be searched before anything is. */
  async createTold(): Promise<void> {
    await this.deleteTold();
    await this.elasticsearch.request('PUT', `/${this.toldIndex}`, {
      body: { settings: { number_of_replicas: 0 } },
    });
  }

  deleteTold(): Promise<unknown> {
    return this.elasticsearch.request('DELETE', `/${this.toldIndex}?ignore_unavailable=true`);
  }
}

/** Asks again until what is found is as wanted; after `seconds` fails with what was found last. */
export async function untilIt<T>(
  find: () => Promise<T>,
  holds: (found: T) => boolean,
  seconds = 120
): Promise<T> {
  for (let second = 0; ; second++) {
    const found = await find();
    if (holds(found)) return found;
    if (second >= seconds) {
      throw new Error(`after ${seconds} s it is still ${JSON.stringify(found).slice(0, 2_000)}`);
    }
    await setTimeout(1_000);
  }
}
