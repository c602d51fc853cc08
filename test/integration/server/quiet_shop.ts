import { pathOf, paths, type AnomaliesResponse } from '../../../common/api';
import type { QuietTimesChanged, QuietTimesResponse } from '../../../common/quiet_times';
import type { ListedRecord } from '../../../common/record';
import type { Run } from '../../../common/run';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import type { Host } from '../../../standalone/host/create_host';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, shopTraffic } from './shop_traffic';

/** When the logs of the shop begin. */
export const FROM = Date.UTC(2024, 2, 4);
export const TO = FROM + 3 * DAY;
/** In which a service, "pay", fails. */
export const TROUBLE = { from: FROM + 2 * DAY + 10 * HOUR, to: FROM + 2 * DAY + 11 * HOUR };
/** That, and the buckets after it that are judged together with the last ones of it. */
export const AROUND = { from: TROUBLE.from, to: TROUBLE.to + HOUR / 2 };
/** In which another one, "cart", is silent. */
export const SILENCE = { from: FROM + DAY, to: FROM + 1.5 * DAY };
/** What the detector has learned from. */
export const FIRST_DAYS = { from: iso(FROM), to: iso(FROM + 2 * DAY) };
/** What the detector has scored. */
export const LAST_DAY = { from: iso(FROM + 2 * DAY), to: iso(TO) };

const OBJECT = 'anomaly-detector-quiet-times';
const ELASTIC_HEADERS = { headers: { 'x-elastic-product-origin': 'kibana' } };

/** A shop whose detector has alarms, and what a test says to it about what it is to be quiet about. */
export class QuietShop {
  private readonly playground = createPlayground();
  private readonly indices = new LogIndices('api-logs-quiet-times-test');
  private host!: Host;
  readonly api = new Api(() => this.host);
  /** The API of a space in which the shop's detector is not. */
  readonly elsewhere = new Api(() => this.host, '/s/team-a');
  /** The index of the shop's logs. */
  index = '';
  /** The id of the shop's detector. */
  id = '';

  /** Logs and a detector; it knows nothing yet. */
  async open(): Promise<void> {
    this.index = await this.indices.create(
      'shop',
      ecsFields,
      shopTraffic({
        from: FROM,
        to: TO,
        requestsPerHour: 60,
        troubles: [
          { service: 'pay', ...TROUBLE, failing: 0.8 },
          { service: 'cart', ...SILENCE, silent: true },
        ],
      })
    );
    this.host = await startPluginHost(this.playground, { spaces: ['team-a'] });
    const settings = { name: 'Shop', indexPattern: this.index, bucketSpan: '5m' };
    ({ id: this.id } = await this.api.create(settings));
  }

  /** As `open`, and the detector has learned from the first days and found the trouble of the last. */
  async openWithAlarms(): Promise<void> {
    await this.open();
    await this.api.run(paths.train, this.id, FIRST_DAYS);
    await this.score();
  }

  /** Takes back, or removes, everything that it is quiet about. */
  async unquiet(): Promise<void> {
    const { expected, mutes, calendars } = await this.quietTimes();
    for (const { entity, from, to } of expected) {
      await this.feedback({ entity, from, to, feedback: null });
    }
    for (const { id: muteId } of mutes) {
      await this.changed('DELETE', this.path(paths.mute, { muteId }));
    }
    for (const { id: calendarId } of calendars) {
      await this.changed('DELETE', this.path(paths.calendar, { calendarId }));
    }
  }

  async close(): Promise<void> {
    await this.api.deleteAll();
    await this.elsewhere.deleteAll();
    await this.host.stop();
    await this.playground.remove();
    await this.indices.remove();
  }

  readonly path = (template: string, more: Record<string, string> = {}): string =>
    pathOf(template, { id: this.id, ...more });
  readonly changed = (
    method: 'POST' | 'PUT' | 'DELETE',
    at: string,
    body?: object
  ): Promise<QuietTimesChanged> => this.api.ok<QuietTimesChanged>(method, at, body);
  readonly feedback = (body: object): Promise<QuietTimesChanged> =>
    this.changed('POST', this.path(paths.feedback), body);
  readonly quietTimes = (): Promise<QuietTimesResponse> =>
    this.api.ok<QuietTimesResponse>('GET', this.path(paths.quietTimes));
  readonly score = (): Promise<Run> => this.api.run(paths.score, this.id, LAST_DAY);

  /** Those of the last day. */
  readonly records = async (query: Record<string, string> = {}): Promise<ListedRecord[]> => {
    const asked = { detectorId: this.id, ...LAST_DAY, size: '1000', ...query };
    const { anomalies } = await this.api.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?${new URLSearchParams(asked).toString()}`
    );
    return anomalies;
  };
  readonly alarms = (): Promise<ListedRecord[]> =>
    this.records({ minScore: String(ALARM_MIN_SCORE), suppressed: 'false' });
  readonly suppressed = (): Promise<ListedRecord[]> => this.records({ suppressed: 'true' });

  /** Writes what only time could bring about, as it would be stored. */
  readonly store = async (attributes: object): Promise<void> => {
    await this.indices.client.update(
      { ...this.stored(this.id), doc: { [OBJECT]: attributes }, refresh: true },
      ELASTIC_HEADERS
    );
  };
  /** Whether quiet times of that detector are stored. */
  readonly isStored = (detectorId: string): Promise<boolean> =>
    this.indices.client.exists(this.stored(detectorId), ELASTIC_HEADERS);

  private readonly stored = (detectorId: string) => ({
    index: `.${this.playground.indexPrefix}kibana_anomaly_detector`,
    id: `${OBJECT}:${detectorId}`,
  });
}
