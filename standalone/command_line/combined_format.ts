import { type LogDocument } from '../../server/traffic/log_document';
import { readApacheTime } from './apache_time';
import { unescapeLogText } from './log_escapes';
import { type ParseResult } from './parse_result';
import { describeClient, describeRequest } from './request_line';

/** The text between quotation marks that begins at the sticky position; `\"` does not end it. */
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const STATUS_AND_BYTES = / (\d{3}) (\d+|-) /y;

/** Says which part of a line is wrong; caught where the line is read. */
class Unreadable extends Error {}

/**
 * Reads a line of the combined log format of Apache and nginx
 * (`%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`).
 */
export function parseCombined(line: string, service: string): ParseResult {
  try {
    return { ok: true, document: readLine(line, service) };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message };
    throw error;
  }
}

function readLine(line: string, service: string): LogDocument {
  if (line.trim() === '') throw new Unreadable('the line is empty');
  if (line.startsWith('{')) {
    throw new Unreadable('the line looks like JSON: give --format json, or nginx-json');
  }
  const head = readHead(line);
  const request = readQuoted(line, head.end, 'request');
  STATUS_AND_BYTES.lastIndex = request.end;
  const numbers = STATUS_AND_BYTES.exec(line);
  if (!numbers) {
    throw new Unreadable(
      'after the request there is no status of three digits and number of bytes'
    );
  }
  const status = Number(numbers[1]);
  if (status < 100 || status > 599) throw new Unreadable(`there is no status ${status}`);
  const referrer = readQuoted(line, STATUS_AND_BYTES.lastIndex, 'referrer');
  if (line[referrer.end] !== ' ') throw new Unreadable('there is no user agent');
  const agent = readQuoted(line, referrer.end + 1, 'user agent');
  if (line.slice(agent.end).trim() !== '') {
    throw new Unreadable('something follows the user agent, with which a combined line ends');
  }
  const { url, ...http } = describeRequest(request.text);
  return {
    '@timestamp': head.time,
    service: { name: service },
    event: { dataset: 'apache.access', original: line },
    http: {
      ...(http.version && { version: http.version }),
      request: {
        ...(http.method && { method: http.method }),
        ...(isGiven(referrer.text) && { referrer: referrer.text }),
      },
      // "-" stands for no byte at all.
      response: {
        status_code: status,
        body: { bytes: numbers[2] === '-' ? 0 : Number(numbers[2]) },
      },
    },
    ...(url && { url }),
    client: describeClient(head.host),
    ...(isGiven(head.user) && { user: { name: head.user } }),
    ...(isGiven(agent.text) && { user_agent: { original: agent.text } }),
  };
}

/** Client, user and time: up to the request. The user is not quoted and may hold spaces. */
function readHead(line: string): { host: string; user: string; time: string; end: number } {
  const timeEnd = line.indexOf('] "');
  const timeStart = timeEnd < 0 ? -1 : line.lastIndexOf(' [', timeEnd);
  if (timeStart < 0) throw new Unreadable('there is no time in brackets before the request');
  const text = line.slice(timeStart + 2, timeEnd);
  const time = readApacheTime(text);
  if (!time) {
    throw new Unreadable(
      `"${text}" is no time: it must be one such as "17/May/2015:10:05:03 +0000"`
    );
  }
  const [host, identity, ...user] = line.slice(0, timeStart).split(' ');
  if (host === '' || identity === undefined || user.length === 0) {
    throw new Unreadable('before the time there are not client, identity and user');
  }
  return { host, user: unescapeLogText(user.join(' ')), time, end: timeEnd + 2 };
}

function readQuoted(line: string, start: number, name: string): { text: string; end: number } {
  if (line[start] !== '"') throw new Unreadable(`the ${name} is not in quotation marks`);
  QUOTED.lastIndex = start;
  const match = QUOTED.exec(line);
  if (!match) throw new Unreadable(`the quotation mark of the ${name} is not closed`);
  return { text: unescapeLogText(match[1]), end: QUOTED.lastIndex };
}

const isGiven = (text: string): boolean => text !== '' && text !== '-';
