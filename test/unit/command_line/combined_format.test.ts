import { parseCombined } from '../../../standalone/command_line/combined_format';
import { type LogDocument } from '../../../server/traffic/log_document';
import { logLine } from './log_line';

const read = (line: string): LogDocument => {
  const result = parseCombined(line, 'shop');
  if (!result.ok) throw new Error(result.reason);
  return result.document;
};

const reasonFor = (line: string): string | undefined => {
  const result = parseCombined(line, 'shop');
  return result.ok ? undefined : result.reason;
};

describe('a line of the combined format', () => {
  it('becomes a document of the Elastic Common Schema', () => {
    const line = logLine({
      user: 'frank',
      time: '10/Oct/2000:13:55:36 -0700',
      request: 'GET /users/42?page=2 HTTP/1.0',
      status: '404',
      bytes: '2326',
      referrer: 'http://www.example.com/start.html',
      agent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
    });
    expect(read(line)).toEqual({
      '@timestamp': '2000-10-10T20:55:36.000Z',
      service: { name: 'shop' },
      event: { dataset: 'apache.access', original: line },
      http: {
        version: '1.0',
        request: { method: 'GET', referrer: 'http://www.example.com/start.html' },
        response: { status_code: 404, body: { bytes: 2326 } },
      },
      url: { path: '/users/{id}', original: '/users/42?page=2' },
      client: { address: '203.0.113.7', ip: '203.0.113.7' },
      user: { name: 'frank' },
      user_agent: { original: 'Mozilla/4.08 [en] (Win98; I ;Nav)' },
    });
  });

  it('leaves out user, referrer and user agent where the log has "-" or nothing', () => {
    const document = read(logLine({ user: '-', referrer: '', agent: '-' }));
    expect(document).not.toHaveProperty('user');
    expect(document).not.toHaveProperty('user_agent');
    expect(document.http.request).toEqual({ method: 'GET' });
  });

  it('takes "-" bytes for none', () => {
    expect(read(logLine({ bytes: '-' })).http.response.body?.bytes).toBe(0);
  });

  it.each([
    ['an IPv6 address', '2001:db8::17', { address: '2001:db8::17', ip: '2001:db8::17' }],
    ['a name, which is no IP', 'crawl.example.com', { address: 'crawl.example.com' }],
    [
      'an address with a zone, which the field "ip" cannot hold',
      'fe80::1%eth0',
      { address: 'fe80::1%eth0' },
    ],
  ])('takes as client %s', (_case, host, client) => {
    expect(read(logLine({ host })).client).toEqual(client);
  });

  it.each([
    ['spaces', 'frank the tank', 'frank the tank'],
    ['escaped quotation marks', String.raw`\"frank\"`, '"frank"'],
    ['brackets', 'frank [admin]', 'frank [admin]'],
  ])('takes a user with %s', (_case, user, name) => {
    expect(read(logLine({ user })).user).toEqual({ name });
  });

  it('undoes the escapes of quotation marks, backslashes and bytes', () => {
    const agent = String.raw`say \"hi\" C:\\x caf\xc3\xa9 \x22nginx\x22 tab\t`;
    expect(read(logLine({ agent })).user_agent?.original).toBe('say "hi" C:\\x café "nginx" tab\t');
  });

  it.each([
    ['no request at all', '-'],
    ['something that is not HTTP', String.raw`\x16\x03\x01\x02`],
    ['nothing', ''],
  ])('counts a client that sent %s, without method and path', (_case, request) => {
    const document = read(logLine({ request, status: '400' }));
    expect(document.http.response.status_code).toBe(400);
    expect(document.http.request).toEqual({});
    expect(document).not.toHaveProperty('url');
  });

  it('takes a path with spaces, and a request of HTTP 0.9 without version', () => {
    expect(read(logLine({ request: 'GET /a b HTTP/1.1' })).url?.path).toBe('/a b');
    expect(read(logLine({ request: 'GET /a' })).http).not.toHaveProperty('version');
  });

  it('takes a leap day and a time east of Greenwich', () => {
    expect(read(logLine({ time: '29/Feb/2016:00:30:00 +0530' }))['@timestamp']).toBe(
      '2016-02-28T19:00:00.000Z'
    );
  });

  it.each([
    ['29/Feb/2015:10:05:03 +0000'],
    ['00/May/2015:10:05:03 +0000'],
    ['17/Mai/2015:10:05:03 +0000'],
    ['17/May/2015:24:05:03 +0000'],
    ['17/May/2015:10:60:03 +0000'],
    ['17/May/2015:10:05:03 +1560'],
    ['17/May/2015:10:05:03'],
    ['2015-05-17T10:05:03Z'],
  ])('refuses %s, which is no time', (time) => {
    expect(reasonFor(logLine({ time }))).toBe(
      `"${time}" is no time: it must be one such as "17/May/2015:10:05:03 +0000"`
    );
  });

  it.each([
    ['', 'the line is empty'],
    ['{"status": 200}', 'the line looks like JSON: give --format json, or nginx-json'],
    ['hello', 'there is no time in brackets before the request'],
    [logLine().replace('- - ', ''), 'before the time there are not client, identity and user'],
    [logLine({ status: 'ok' }), 'no status of three digits'],
    [logLine({ status: '999' }), 'there is no status 999'],
    [logLine({ bytes: 'many' }), 'no status of three digits and number of bytes'],
    [logLine().replace('1.1"', '1.1'), 'no status of three digits'],
    [logLine().slice(0, -1), 'the quotation mark of the user agent is not closed'],
    [logLine().replace(' "curl/8.5.0"', ''), 'there is no user agent'],
    [logLine().replace('"-" ', '- '), 'the referrer is not in quotation marks'],
    [`${logLine()} 0.004`, 'something follows the user agent'],
  ])('says why it refuses %j', (line, reason) => {
    expect(reasonFor(line)).toContain(reason);
  });
});
