import {
  incidentLogs,
  incidentMappings,
  injectedIncidents,
  type InjectedIncident,
} from '../../../bench/differences/incident_logs';
import { pathOf, paths } from '../../../common/api';
import type { DifferencesResponse } from '../../../common/differences';
import { RecordIndex } from '../../../server/elasticsearch/record_index';
import { RecordsTemplate } from '../../../server/elasticsearch/records_template';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { record } from '../../builders/record';
import { createPlayground } from '../host/test_host';
import { LogIndices, type LogDocument } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { HOUR, iso, MINUTE } from './shop_traffic';

const TO = Date.UTC(2024, 2, 7, 15);
const incidents = injectedIncidents(TO);
const confined = incidents.filter(({ confinedTo }) => confinedTo !== null);
const unconfined = incidents.filter(({ confinedTo }) => confinedTo === null);
const [oneHostFails] = confined;

describe('what is different about an anomaly', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-differences-test');
  let host: Host;
  const api = new Api(() => host);
  const elsewhere = new Api(() => host, '/s/team-a');
  let id = 'none';
  let index = 'none';

  beforeAll(async () => {
    index = await indices.create('incidents', incidentMappings);
    let logs: LogDocument[] = [];
    for (const log of incidentLogs({
      seed: 3,
      to: TO,
      days: 2.25,
      requestsPerHour: 200,
      incidents,
    })) {
      if (logs.push(log as LogDocument) < 5_000) continue;
      await indices.add(index, logs);
      logs = [];
    }
    await indices.add(index, logs);
    host = await startPluginHost(playground, { spaces: ['team-a'] });
    ({ id } = await api.create({ name: 'Incidents', indexPattern: index }));
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  const pathTo = (query: Record<string, string>) =>
    `${pathOf(paths.differences, { id })}?${new URLSearchParams(query).toString()}`;
  const queryOf = ({ service, from, to, signal, direction }: InjectedIncident) => ({
    entity: service,
    from: iso(from),
    to: iso(to),
    signal,
    direction,
  });
  const explain = (incident: InjectedIncident, changes: Record<string, string> = {}) =>
    api.ok<DifferencesResponse>('GET', pathTo({ ...queryOf(incident), ...changes }));

  it('is the host or client that it is confined to, first, in at least nine of ten', async () => {
    const missed: string[] = [];
    for (const incident of confined) {
      const { differences } = await explain(incident);
      const named = differences.map(({ field, value }) => ({ field, value }));
      if (JSON.stringify(named[0]) !== JSON.stringify(incident.confinedTo)) {
        missed.push(
          `${incident.signal} of ${incident.confinedTo?.value}: ${JSON.stringify(named)}`
        );
      }
    }
    // The list is what tells, where this fails, which were missed.
    expect({ missed, enough: missed.length <= 1 }).toEqual({ missed, enough: true });
  });

  it('is nothing where all requests are concerned', async () => {
    for (const incident of unconfined) {
      const { differences, examinedFields } = await explain(incident);
      expect(differences).toEqual([]);
      expect(examinedFields).toContain('host.name');
    }
  });

  it('is said with its share against the usual one, and which logs were compared', async () => {
    const answer = await explain(oneHostFails);
    expect(answer).toMatchObject({
      began: iso(oneHostFails.from),
      direction: 'high',
      foreground: {
        description: 'server errors (5xx) of service-0',
        from: iso(oneHostFails.from),
        to: iso(oneHostFails.to),
        restriction: { field: 'http.response.status_code', gte: 500, lt: 600 },
      },
      notices: [],
    });
    const [difference] = answer.differences;
    expect(difference).toMatchObject({ field: 'host.name', value: 'service-0-3' });
    expect(difference.sentence).toMatch(
      /^(9\d|100) % of the server errors \(5xx\) come from host\.name: service-0-3, usually \d.* %$/
    );
    expect(difference.share).toBeGreaterThan(0.8);
    expect(difference.usualShare).toBeLessThan(0.3);
    expect(difference.lift).toBeCloseTo(difference.share / difference.usualShare, 9);
    expect(difference.significance).toBeLessThan(0.01);
    expect(difference.also).toContainEqual({ field: 'container.id', value: 'c3-service-0' });
    const { count } = await indices.client.count({
      index,
      query: {
        bool: {
          filter: [
            { term: { 'service.name': 'service-0' } },
            { term: { 'host.name': 'service-0-3' } },
            { range: { 'http.response.status_code': { gte: 500, lt: 600 } } },
            { range: { '@timestamp': { gte: oneHostFails.from, lt: oneHostFails.to } } },
          ],
        },
      },
    });
    expect(difference.count).toBe(count);
  });

  it('leaves out what says only that the logs are failures, and identifiers', async () => {
    const { examinedFields, omittedFields } = await explain(unconfined[0]);
    expect(omittedFields).toEqual(
      expect.arrayContaining([
        { field: 'event.outcome', reason: 'defines_the_logs' },
        { field: 'service.name', reason: 'defines_the_logs' },
        { field: 'trace.id', reason: 'nearly_unique' },
      ])
    );
    expect(examinedFields).toEqual(expect.arrayContaining(['client.ip', 'tls.resumed']));
  });

  it('is the same when it is asked again', async () => {
    const [one, other] = [await explain(confined[6]), await explain(confined[6])];
    expect({ ...one, tookMs: 0 }).toEqual({ ...other, tookMs: 0 });
  });

  it('is said with all logs for a metric that somebody made', async () => {
    const { foreground, differences } = await explain(confined[5], { signal: 'basket_value' });
    expect(foreground).toMatchObject({ description: 'requests of service-5', restriction: null });
    expect(differences[0]).toMatchObject({ field: 'client.ip', value: '203.0.113.9', lift: null });
  });

  it('is of the whole stretch of anomalous buckets where one has too few logs', async () => {
    await new RecordsTemplate(indices.client).ensure();
    const { from } = oneHostFails;
    const buckets = [0, 1, 2, 3].map((bucket) => from + 20 * MINUTE + bucket * 5 * MINUTE);
    await new RecordIndex(indices.client, 'api-anomalies').replace(
      { detectorId: id, from: buckets[0], to: buckets[3] + 5 * MINUTE },
      buckets.map((time) => ({
        id: `${id}-${time}`,
        record: record({ '@timestamp': iso(time), detector_id: id, entity: 'service-0' }),
        entityValues: { 'service.name': 'service-0' },
      }))
    );
    await indices.client.indices.refresh({ index: 'api-anomalies' });
    const answer = await explain(oneHostFails, {
      from: iso(buckets[2]),
      to: iso(buckets[2] + 5 * MINUTE),
    });
    expect(answer).toMatchObject({
      began: iso(buckets[0]),
      foreground: { from: iso(buckets[0]), to: iso(buckets[3] + 5 * MINUTE) },
      notices: [matching(/^There are only \d server errors \(5xx\) in the time asked for/)],
    });
  });

  it('is not known where too few logs are anomalous, where none are left, and where there are none before', async () => {
    const quiet = { from: iso(TO - 5 * HOUR), to: iso(TO - 5 * HOUR + 2 * MINUTE) };
    expect(
      await explain(confined[8], { ...quiet, signal: 'error_rate', direction: 'high' })
    ).toMatchObject({
      differences: [],
      notices: [matching(/too few to tell what they have in common\.$/)],
    });
    const after = { from: iso(TO + HOUR), to: iso(TO + 2 * HOUR) };
    expect(await explain(confined[8], after)).toMatchObject({
      differences: [],
      notices: [matching(/^There are no logs at all in this time/)],
    });
    expect(await explain(confined[8], { entity: 'never-seen' })).toMatchObject({
      differences: [],
      notices: [matching(/^There are no logs of the 24 hours before/)],
    });
  });

  describe('is refused', () => {
    it('in another space', async () => {
      expect(await elsewhere.refused('GET', pathTo(queryOf(oneHostFails)))).toMatchObject({
        status: 404,
      });
    });

    it('for a time that ends before it begins, and for too long a one', async () => {
      for (const to of [iso(oneHostFails.from), iso(oneHostFails.from + 8 * 24 * HOUR)]) {
        expect(await api.refused('GET', pathTo({ ...queryOf(oneHostFails), to }))).toMatchObject({
          status: 400,
          message: matching(/must be before "to" .* at most 7 days/),
        });
      }
    });

    it('without an entity or a signal, in words', async () => {
      const { from, to } = queryOf(oneHostFails);
      expect(await api.refused('GET', pathTo({ from, to }))).toMatchObject({
        status: 400,
        message: matching(/entity is missing.*signal is missing/),
      });
    });

    it('where failed and slow requests cannot be told from others', async () => {
      const bare = await indices.create('bare', {
        '@timestamp': { type: 'date' },
        'service.name': { type: 'keyword' },
      });
      await indices.add(bare, [{ '@timestamp': iso(TO - HOUR), 'service.name': 'service-0' }]);
      const detector = await api.create({ name: 'Bare', indexPattern: bare });
      const ask = (signal: string) =>
        api.refused(
          'GET',
          `${pathOf(paths.differences, { id: detector.id })}?${new URLSearchParams({ ...queryOf(oneHostFails), signal }).toString()}`
        );
      expect(await ask('error_rate')).toMatchObject({
        status: 400,
        message: matching(/^No status code field is known in .* Name one in the detector\.$/),
      });
      expect(await ask('latency_p95')).toMatchObject({
        status: 400,
        message: matching(/^No response time field is known/),
      });
    });
  });
});
