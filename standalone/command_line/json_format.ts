import { LATENCY_FIELDS } from '../../common/latency_fields';
import { type LogDocument } from '../../server/traffic/log_document';
import { durationUnits, type FieldMap } from './field_map';
import { isObject, type JsonObject, setAt, valueAt } from './json_path';
import { readLogTime } from './log_time';
import { type LineParser } from './parse_result';
import { describeClient, describeRequest, describeUrl } from './request_line';

/** Names under which loggers write what a document holds, the Elastic Common Schema's first. */
const CANDIDATES = {
  '@timestamp': '@timestamp timestamp time ts date datetime time_iso8601 time_local msec',
  'service.name': 'service.name service service_name app application',
  'http.response.status_code':
    'http.response.status_code status_code statusCode status response_code http_status response.status res.statusCode res.status_code',
  'http.request.method': 'http.request.method request_method method verb req.method',
  'url.original': 'url.original request_uri uri url req.url url.path path endpoint',
  'http.response.body.bytes':
    'http.response.body.bytes body_bytes_sent bytes_sent bytes response_size',
  'http.version': 'http.version server_protocol httpVersion',
  'http.request.referrer': 'http.request.referrer http_referer referer referrer',
  'client.address':
    'client.address client.ip source.address source.ip remote_addr remote_ip client_ip req.remoteAddress ip',
  'user.name': 'user.name remote_user user',
  'user_agent.original': 'user_agent.original http_user_agent user_agent userAgent',
  'host.name': 'host.name hostname',
} as const;
type Target = keyof typeof CANDIDATES;

/** Says which part of a line is wrong; caught where the line is read. */
class Unreadable extends Error {}

/**
 * Reads lines that are JSON objects. Each field is taken from where `fields` says, else from the first of the names that
 * loggers use for it; what else `fields` names is taken over as it is.
 * @param dataset what the log is called in `event.dataset`
 */
export const jsonParser =
  (fields: FieldMap, dataset: string): LineParser =>
  (line, service) => {
    try {
      return { ok: true, document: new JsonLine(line, fields).read(service, dataset) };
    } catch (error) {
      if (error instanceof Unreadable) return { ok: false, reason: error.message };
      throw error;
    }
  };

class JsonLine {
  private readonly object: JsonObject;

  constructor(
    private readonly line: string,
    private readonly fields: FieldMap
  ) {
    if (line.trim() === '') throw new Unreadable('the line is empty');
    let decoded: unknown;
    try {
      decoded = JSON.parse(line);
    } catch {
      throw new Unreadable('the line is not JSON');
    }
    if (!isObject(decoded)) throw new Unreadable('the line is JSON, and no object');
    this.object = decoded;
  }

  read(service: string, dataset: string): LogDocument {
    const request = describeRequest(this.textOf('request') ?? '');
    const method = this.text('http.request.method') ?? request.method;
    const target = this.text('url.original');
    const url = target === undefined ? request.url : describeUrl(target);
    const version = this.text('http.version')?.replace(/^HTTP\//i, '') ?? request.version;
    const [referrer, bytes] = [this.text('http.request.referrer'), this.bytes()];
    const [user, agent, host] = [
      this.text('user.name'),
      this.text('user_agent.original'),
      this.text('host.name'),
    ];
    const client = this.text('client.address');
    const duration = this.duration();
    const document: LogDocument = {
      '@timestamp': this.time(),
      service: { name: this.service(service) },
      event: {
        dataset,
        ...(duration !== undefined && { duration }),
        original: this.line,
      },
      http: {
        ...(version !== undefined && { version }),
        request: { ...(method !== undefined && { method }), ...(referrer && { referrer }) },
        response: {
          status_code: this.status(),
          ...(bytes !== undefined && { body: { bytes } }),
        },
      },
      ...(url && { url }),
      ...(client !== undefined && { client: describeClient(client) }),
      ...(user !== undefined && { user: { name: user } }),
      ...(agent !== undefined && { user_agent: { original: agent } }),
      ...(host !== undefined && { host: { name: host } }),
    };
    this.takeOver(document);
    return document;
  }

  /** What was asked for with `--map` beside the fields that every document has. */
  private takeOver(document: LogDocument): void {
    for (const [target, { field }] of this.fields) {
      if (target in CANDIDATES || target === 'event.duration') continue;
      const value = valueAt(this.object, field);
      if (value !== undefined && value !== null) {
        setAt(document as unknown as Record<string, unknown>, target, value);
      }
    }
  }

  private value(target: Target): { value: unknown; field: string } | undefined {
    const mapped = this.fields.get(target);
    for (const field of mapped ? [mapped.field] : CANDIDATES[target].split(' ')) {
      const value = valueAt(this.object, field);
      // An object may stand under the same name, such as `service` of the Elastic Common Schema.
      if (isGiven(value) && !isObject(value)) return { value, field };
    }
    return undefined;
  }

  private text(target: Target): string | undefined {
    const found = this.value(target);
    return found && String(found.value);
  }

  private textOf(field: string): string | undefined {
    const value = valueAt(this.object, field);
    return typeof value === 'string' ? value : undefined;
  }

  private time(): string {
    const found = this.value('@timestamp');
    if (!found) throw this.missing('@timestamp', 'time');
    const time = readLogTime(found.value);
    if (typeof time === 'string') throw new Unreadable(`"${found.field}": ${time}`);
    return time.toISOString();
  }

  private service(given: string): string {
    const name = given || this.text('service.name');
    if (name === undefined) {
      throw new Unreadable('it names no service: give --service, or --map service.name=…');
    }
    return name;
  }

  private status(): number {
    const found = this.value('http.response.status_code');
    if (!found) throw this.missing('http.response.status_code', 'status of an answer');
    const status = Number(found.value);
    if (Number.isInteger(status) && status >= 100 && status <= 599) return status;
    throw new Unreadable(
      `"${found.field}" is ${JSON.stringify(found.value)}, and no status from 100 to 599`
    );
  }

  private bytes(): number | undefined {
    const found = this.value('http.response.body.bytes');
    const bytes = Number(found?.value);
    return Number.isInteger(bytes) && bytes >= 0 ? bytes : undefined;
  }

  /** nanoseconds */
  private duration(): number | undefined {
    const mapped = this.fields.get('event.duration');
    for (const { field, unit = 'ns' } of mapped ? [mapped] : LATENCY_FIELDS) {
      const value = valueAt(this.object, field);
      if (!isGiven(value)) continue;
      const amount = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
      if (Number.isFinite(amount) && amount >= 0) return Math.round(amount * durationUnits[unit]);
      if (mapped) {
        throw new Unreadable(`"${field}" is ${JSON.stringify(value)}, and no length of time`);
      }
    }
    return undefined;
  }

  private missing(target: Target, what: string): Unreadable {
    const mapped = this.fields.get(target);
    return new Unreadable(
      mapped
        ? `it has no "${mapped.field}", which --map names for its ${what}`
        : `it has no ${what}: say where with --map ${target}=…`
    );
  }
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && value !== '-';
