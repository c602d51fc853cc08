import type { estypes } from '@elastic/elasticsearch';

import type { DetectorSettings } from '../../../common/detector';
import { discoverEntityField, discoverSource } from '../../../server/elasticsearch/field_discovery';
import { metric } from '../../builders/metric';
import { settings } from '../../builders/settings';
import { ecsFields, LogIndices, type LogDocument } from './log_index';

type Properties = Record<string, estypes.MappingProperty>;

const without = (field: string): Properties => {
  const { [field]: _, ...rest } = ecsFields;
  return rest;
};

describe('finding the fields of logs', () => {
  const indices = new LogIndices();
  afterAll(() => indices.remove());

  let created = 0;
  /** A pattern over one index for each mapping. */
  async function pattern(...mappings: Properties[]): Promise<string> {
    const group = `fields${created++}`;
    for (const [number, properties] of mappings.entries()) {
      await indices.create(`${group}-${number}`, properties);
    }
    return `${indices.prefix}-${group}-*`;
  }
  const discover = (indexPattern: string, changes: Partial<DetectorSettings> = {}) =>
    discoverSource(indices.client, settings({ indexPattern, ...changes }));

  it('takes the fields of the Elastic Common Schema, with durations in nanoseconds', async () => {
    const indexPattern = await pattern({ ...ecsFields, status: { type: 'integer' } });
    expect(await discover(indexPattern)).toEqual({
      source: {
        indexPattern,
        timeField: '@timestamp',
        filter: null,
        entityFields: ['service.name'],
        latency: { field: 'event.duration', unit: 'ns' },
        status: { field: 'http.response.status_code' },
        metrics: [],
      },
      notices: [],
      misfits: [],
    });
  });

  it('takes common names where logs have no such fields', async () => {
    const found = await discover(
      await pattern({
        time: { type: 'date' },
        service: { type: 'keyword' },
        status_code: { type: 'integer' },
        response_time_ms: { type: 'double' },
      }),
      { timeField: 'time', entityFields: ['service'] }
    );
    expect(found).toMatchObject({
      source: {
        latency: { field: 'response_time_ms', unit: 'ms' },
        status: { field: 'status_code' },
      },
      notices: [],
    });
  });

  it('passes over a name of the wrong type when another one fits', async () => {
    const { source, notices } = await discover(
      await pattern({
        ...without('http.response.status_code'),
        status: { type: 'keyword' },
        response_code: { type: 'short' },
      })
    );
    expect(source.status).toEqual({ field: 'response_code' });
    expect(notices).toEqual([]);
  });

  describe('where several of the usual fields are mapped', () => {
    const HOUR_MS = 3_600_000;
    const now = Date.now();
    const properties: Properties = {
      ...ecsFields,
      request_time: { type: 'float' },
      status: { type: 'short' },
      app: { type: 'keyword' },
    };
    const at = (hoursAgo: number, fields: LogDocument): LogDocument => ({
      '@timestamp': now - hoursAgo * HOUR_MS,
      ...fields,
    });
    const ofLogs = (...documents: LogDocument[]) =>
      indices.create(`filled${created++}`, properties, documents);
    const old = at(48, { 'event.duration': 1, 'http.response.status_code': 200 });

    it('takes those that recent logs have values in', async () => {
      const { source } = await discover(
        await ofLogs(old, at(1, { request_time: 0.2, status: 200 }))
      );
      expect(source).toMatchObject({
        latency: { field: 'request_time', unit: 's' },
        status: { field: 'status' },
      });
    });

    it('takes those that the logs of a range have values in, where one is given', async () => {
      const indexPattern = await ofLogs(old, at(1, { request_time: 0.2, status: 200 }));
      const { source } = await discoverSource(
        indices.client,
        settings({ indexPattern }),
        'detector',
        { from: now - 72 * HOUR_MS, to: now - 24 * HOUR_MS }
      );
      expect(source).toMatchObject({
        latency: { field: 'event.duration' },
        status: { field: 'http.response.status_code' },
      });
    });

    it('looks at the logs that pass the filter alone', async () => {
      const { source } = await discover(
        await ofLogs(
          at(1, { 'service.name': 'a', 'event.duration': 1 }),
          at(1, { 'service.name': 'a', 'event.duration': 1 }),
          at(1, { 'service.name': 'b', request_time: 0.2 })
        ),
        { filter: { query: 'service.name:b', language: 'lucene' } }
      );
      expect(source.latency).toEqual({ field: 'request_time', unit: 's' });
    });

    it('says that the filter is wrong where it is', async () => {
      await expect(
        discover(await ofLogs(old), { filter: { query: 'a AND (', language: 'lucene' } })
      ).rejects.toMatchObject({ fault: 'invalid', setting: 'filter' });
    });

    it('does not let one log of the future stand for all', async () => {
      const { source } = await discover(
        await ofLogs(at(-1_000, { 'event.duration': 1 }), at(1, { request_time: 0.2 }))
      );
      expect(source.latency).toEqual({ field: 'request_time', unit: 's' });
    });

    it('prefers the Elastic Common Schema where about as many logs have it, or none has any', async () => {
      const both = await discover(
        await ofLogs(
          at(1, { request_time: 0.2 }),
          at(1, { request_time: 0.2, 'event.duration': 2 })
        )
      );
      const neither = await discover(await ofLogs(at(1, {})));
      const without = await discover(await ofLogs());
      for (const { source } of [both, neither, without]) {
        expect(source.latency).toEqual({ field: 'event.duration', unit: 'ns' });
      }
    });

    it('takes the entity field that recent logs have', async () => {
      const indexPattern = await ofLogs(at(1, { app: 'shop' }));
      expect(
        await discoverEntityField(indices.client, { indexPattern, timeField: '@timestamp' })
      ).toBe('app');
    });
  });

  it('watches without response times where there are none, and says so', async () => {
    const { source, notices } = await discover(await pattern(without('event.duration')));
    expect(source.latency).toBeNull();
    expect(notices).toEqual([
      expect.stringMatching(
        /^No response time field was found in ".*", so response times are not watched\. Looked for "event\.duration", .*"request_time"; another one can be named in the detector\.$/
      ),
    ]);
  });

  it('watches without error rates where the status is text, and says how to map it', async () => {
    const { source, notices } = await discover(
      await pattern({ ...ecsFields, 'http.response.status_code': { type: 'text' } })
    );
    expect(source.status).toBeNull();
    expect(notices).toEqual([
      'The field "http.response.status_code" is of type text, not a number, so error rates are not watched. Map it as a number (for status codes "short"), or name a numeric status code field in the detector.',
    ]);
  });

  it('watches without error rates where some indices have the status as text', async () => {
    const { source, notices } = await discover(
      await pattern(ecsFields, { ...ecsFields, 'http.response.status_code': { type: 'keyword' } })
    );
    expect(source.status).toBeNull();
    expect(notices[0]).toMatch(
      /"http\.response\.status_code" is of type \w+ and \w+, not a number/
    );
  });

  it('measures metrics of numbers, and different values also of keywords and addresses', async () => {
    const metrics = [
      metric({ field: 'event.duration' }),
      metric({ name: 'clients', aggregation: 'cardinality', field: 'client.ip' }),
      metric({ name: 'methods', aggregation: 'cardinality', field: 'http.request.method' }),
    ];
    const { source, notices, misfits } = await discover(
      await pattern({ ...ecsFields, 'client.ip': { type: 'ip' } }),
      { metrics }
    );
    expect(source.metrics).toEqual(metrics);
    expect([notices, misfits]).toEqual([[], []]);
  });

  it('watches without the metrics whose field is missing or does not fit, and says so', async () => {
    const indexPattern = await pattern({ ...ecsFields, message: { type: 'text' } });
    const { source, notices, misfits } = await discover(indexPattern, {
      metrics: [
        metric({ name: 'none', field: 'nowhere' }),
        metric({ name: 'verb', field: 'http.request.method' }),
        metric({ name: 'texts', aggregation: 'cardinality', field: 'message' }),
        metric({ name: 'slow', aggregation: 'max', field: 'event.duration' }),
      ],
    });
    expect(source.metrics.map(({ name }) => name)).toEqual(['slow']);
    expect(misfits).toEqual([
      `The metric "verb" cannot be measured: its field "http.request.method" is of type keyword in "${indexPattern}", and "avg" takes numbers. Name another field in the detector's metrics, or map it as one.`,
      `The metric "texts" cannot be measured: its field "message" is of type text in "${indexPattern}", and values can be told apart in keywords, numbers and addresses only. Name another field in the detector's metrics, such as "message.keyword", or map it as one.`,
    ]);
    expect(notices).toEqual([
      `The metric "none" is not watched: its field "nowhere" does not exist in "${indexPattern}". Log it, or name another field in the detector's metrics.`,
      ...misfits,
    ]);
  });

  it('takes numbers of different sizes in different indices', async () => {
    const { source } = await discover(
      await pattern(ecsFields, { ...ecsFields, 'http.response.status_code': { type: 'integer' } })
    );
    expect(source.status).toEqual({ field: 'http.response.status_code' });
  });

  it('does not look for a measurement that was switched off', async () => {
    const { source, notices } = await discover(await pattern(ecsFields), {
      fields: { latency: null, status: null },
    });
    expect(source).toMatchObject({ latency: null, status: null });
    expect(notices).toEqual([]);
  });

  it('takes a field that was named, and refuses one that is missing or no number', async () => {
    const indexPattern = await pattern({
      ...ecsFields,
      took: { type: 'float' },
      verb: { type: 'keyword' },
    });
    const named = (field: string) =>
      discover(indexPattern, { fields: { latency: { field, unit: 's' }, status: undefined } });
    expect((await named('took')).source.latency).toEqual({ field: 'took', unit: 's' });
    await expect(named('verb')).rejects.toMatchObject({
      fault: 'invalid',
      message: `The response time field "verb" is of type keyword, not a number, in "${indexPattern}". Choose a numeric field, map it as one, or set it to null to watch without it.`,
    });
    await expect(named('none')).rejects.toThrow(
      `The response time field "none" does not exist in "${indexPattern}".`
    );
  });

  it('names the date fields there are when the time field is missing or no date', async () => {
    const indexPattern = await pattern({
      ...without('@timestamp'),
      timestamp: { type: 'date' },
      date: { type: 'date_nanos' },
      time: { type: 'long' },
    });
    await expect(discover(indexPattern)).rejects.toMatchObject({
      fault: 'invalid',
      message: `The time field "@timestamp" does not exist in "${indexPattern}". Date fields found there: "timestamp", "date". Choose one of them.`,
    });
    await expect(discover(indexPattern, { timeField: 'time' })).rejects.toThrow(
      `The time field "time" is of type long, not date, in "${indexPattern}".`
    );
    expect((await discover(indexPattern, { timeField: 'date' })).source.timeField).toBe('date');
  });

  it('names the fields that logs can be grouped by when the entity field cannot be', async () => {
    const indexPattern = await pattern({
      '@timestamp': { type: 'date' },
      service: { type: 'text', fields: { keyword: { type: 'keyword' } } },
    });
    await expect(discover(indexPattern, { entityFields: ['service'] })).rejects.toMatchObject({
      fault: 'invalid',
      message: `Logs cannot be grouped by "service": it is of type text in "${indexPattern}", and only keywords and numbers can be grouped. Fields found that can: "service.keyword".`,
    });
    await expect(discover(indexPattern)).rejects.toThrow(
      `Logs cannot be grouped by "service.name": it does not exist in "${indexPattern}". Fields found that can: "service.keyword".`
    );
  });

  it('refuses an entity field that is a keyword in one index and a number in another', async () => {
    const indexPattern = await pattern(ecsFields, {
      ...ecsFields,
      'service.name': { type: 'long' },
    });
    await expect(discover(indexPattern)).rejects.toThrow(
      `Logs cannot be grouped by "service.name": the indices of "${indexPattern}" map it differently, as`
    );
  });

  it('does not mind an index of the pattern that lacks the entity field', async () => {
    const indexPattern = await pattern(ecsFields, without('service.name'));
    expect((await discover(indexPattern)).source.entityFields).toEqual(['service.name']);
  });

  it('names a pattern that matches nothing', async () => {
    await expect(discover(`${indices.prefix}-none-*`)).rejects.toMatchObject({
      fault: 'not_found',
      message: expect.stringContaining(`${indices.prefix}-none-*`) as string,
    });
  });

  it('finds the entity field of logs whose owner named none', async () => {
    const found = (indexPattern: string) =>
      discoverEntityField(indices.client, { indexPattern, timeField: '@timestamp' });
    const fieldOf = async (properties: Properties) => found(await pattern(properties));
    expect(await fieldOf(ecsFields)).toBe('service.name');
    expect(await fieldOf({ service: { type: 'keyword' } })).toBe('service');
    expect(await fieldOf({ app: { type: 'text', fields: { keyword: { type: 'keyword' } } } })).toBe(
      'app.keyword'
    );
    expect(await fieldOf({ host: { type: 'keyword' } })).toBeUndefined();
    expect(await found('server-test-none-*')).toBeUndefined();
    expect(await found('server-test-none')).toBeUndefined();
  });
});
