import { readFieldMap } from '../../../standalone/command_line/field_map';
import { jsonParser } from '../../../standalone/command_line/json_format';
import { type LogDocument } from '../../../server/traffic/log_document';

const parse = (line: object | string, { map = [] as string[], service = 'shop' } = {}) =>
  jsonParser(readFieldMap(map), 'json.access')(
    typeof line === 'string' ? line : JSON.stringify(line),
    service
  );

const documentOf = (...args: Parameters<typeof parse>): LogDocument => {
  const result = parse(...args);
  if (!result.ok) throw new Error(result.reason);
  return result.document;
};

const reasonOf = (...args: Parameters<typeof parse>): string => {
  const result = parse(...args);
  if (result.ok) throw new Error('the line was read');
  return result.reason;
};

describe('a line of JSON', () => {
  it('is read as nginx writes its own variables', () => {
    const line = {
      time_local: '14/Mar/2026:10:26:53 +0100',
      remote_addr: '203.0.113.7',
      remote_user: '-',
      request: 'GET /users/42?page=2 HTTP/1.1',
      status: '502',
      body_bytes_sent: '157',
      request_time: '0.183',
      http_referer: '-',
      http_user_agent: 'curl/8.5.0',
    };
    const document = documentOf(line);
    expect(document).toEqual({
      '@timestamp': '2026-03-14T09:26:53.000Z',
      service: { name: 'shop' },
      event: { dataset: 'json.access', duration: 183_000_000, original: JSON.stringify(line) },
      http: {
        version: '1.1',
        request: { method: 'GET' },
        response: { status_code: 502, body: { bytes: 157 } },
      },
      url: { path: '/users/{id}', original: '/users/42?page=2' },
      client: { address: '203.0.113.7', ip: '203.0.113.7' },
      user_agent: { original: 'curl/8.5.0' },
    });
  });

  it.each([
    ['nested', { http: { response: { status_code: 404 } } }],
    ['dotted', { 'http.response.status_code': 404 }],
    ['half nested, half dotted', { http: { 'response.status_code': 404 } }],
  ])('is read in the Elastic Common Schema, %s', (_case, status) => {
    const document = documentOf(
      {
        '@timestamp': '2026-03-14T09:26:53.120Z',
        'service.name': 'cart',
        event: { duration: 5e6 },
        ...status,
      },
      { service: '' }
    );
    expect(document).toMatchObject({
      service: { name: 'cart' },
      event: { duration: 5_000_000 },
      http: { response: { status_code: 404 } },
    });
  });

  it.each([
    [1773480413, '2026-03-14T09:26:53.000Z'],
    ['1773480413.25', '2026-03-14T09:26:53.250Z'],
    [1773480413250, '2026-03-14T09:26:53.250Z'],
    [1773480413250000, '2026-03-14T09:26:53.250Z'],
    ['2026-03-14 10:26:53,250+01:00', '2026-03-14T09:26:53.250Z'],
  ])('has its time taken from %j', (time, expected) => {
    expect(documentOf({ time, status: 200 })['@timestamp']).toBe(expected);
  });

  it('has its fields taken from where the map says, and others taken over', () => {
    const document = documentOf(
      { t: 1773480413, code: 201, took: 12, time: 'noon', cart: { total: 99.5 } },
      {
        map: [
          '@timestamp=t',
          'http.response.status_code=code',
          'event.duration=took:ms',
          'cart.value=cart.total',
        ],
      }
    );
    expect(document).toMatchObject({
      '@timestamp': '2026-03-14T09:26:53.000Z',
      event: { duration: 12_000_000 },
      http: { response: { status_code: 201 } },
      cart: { value: 99.5 },
    });
  });

  it('belongs to the service it names, unless another is given', () => {
    const line = { time: 1773480413, status: 200, service: 'cart' };
    expect(documentOf(line, { service: '' }).service.name).toBe('cart');
    expect(documentOf(line, { service: 'shop' }).service.name).toBe('shop');
  });

  it.each([
    ['', 'the line is empty'],
    ['no JSON', 'the line is not JSON'],
    ['[1]', 'the line is JSON, and no object'],
    [{ status: 200 }, 'it has no time: say where with --map @timestamp=…'],
    [{ time: 1 }, 'it has no status of an answer: say where with --map'],
    [{ time: 1773480413, status: 'ok' }, '"status" is "ok", and no status from 100 to 599'],
    [{ time: '2026-03-14 10:26:53', status: 200 }, 'a time without an offset from UTC'],
    [{ time: true, status: 200 }, '"time": true is no time'],
  ])('is rejected with its reason: %j', (line, reason) => {
    expect(reasonOf(line)).toContain(reason);
  });

  it('is rejected where nothing says whose it is', () => {
    expect(reasonOf({ time: 1773480413, status: 200 }, { service: '' })).toBe(
      'it names no service: give --service, or --map service.name=…'
    );
  });
});

describe('the map of fields', () => {
  it.each([
    ['service.name', 'give a field and where it is found'],
    ['event.duration=took', 'say the unit of the response time, such as "event.duration=took:ms"'],
    ['url.path=p:ms', 'only event.duration has a unit'],
  ])('refuses %j', (text, message) => {
    expect(() => readFieldMap([text])).toThrow(message);
  });
});
