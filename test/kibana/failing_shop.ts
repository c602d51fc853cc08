import type { Detector } from '../../common/detector';

import { DetectorApi, Http } from './kibana_api';
import { writeShopLogs } from './shop_logs';
import type { Stack } from './stack';

const MINUTE_MS = 60_000;
const SPAN_MS = 5 * MINUTE_MS;

/** Services of which some fail for one bucket, and a detector that has not seen it yet. */
export class FailingShop {
  detector!: Detector;
  /** The bucket that the incident fills, epoch ms; more than its cool-down ago. */
  bucket!: number;
  private readonly api: DetectorApi;

  /** @param credentials of whoever makes the detector */
  constructor(
    private readonly stack: Stack,
    private readonly options: {
      name: string;
      index: string;
      services: string[];
      failing: string[];
    },
    credentials = stack.user
  ) {
    this.api = new DetectorApi(stack, credentials);
  }

  /** Writes a day and a half of logs, and waits until the detector has scored what was before the incident. */
  async open(): Promise<void> {
    const { name, index, services, failing } = this.options;
    const now = Date.now();
    this.bucket = Math.floor((now - 45 * MINUTE_MS) / SPAN_MS) * SPAN_MS;
    await writeShopLogs(this.stack, this.elasticsearch(), {
      index,
      services,
      from: this.bucket - 36 * 60 * MINUTE_MS,
      to: now,
      perMinute: 4,
      failing: { services: failing, from: this.bucket, to: this.bucket + SPAN_MS },
    });
    this.detector = await this.api.create({
      name,
      indexPattern: index,
      bucketSpan: '5m',
      schedule: { scoreEvery: '30s', trainEvery: '1d', trainingWindow: '2d' },
      // Its last logs but those of the incident are taken to be there.
      queryDelay: `${Math.floor((now - this.bucket) / 1_000)}s`,
    });
    await this.api.ok('POST', `/detectors/${this.detector.id}/_start`);
    await this.api.until(this.detector.id, ({ status }) => status.scoredUpTo !== null, 240);
  }

  /**
   * From now on the bucket of the incident is complete.
   * @returns since when, epoch ms
   */
  async completeBucket(): Promise<number> {
    await this.delayBy(Math.floor((Date.now() - this.bucket - SPAN_MS) / 1_000) - 1);
    return Date.now();
  }

  /**
   * Everything that has been logged is scored. Failures show for half an hour in what is judged together with them; without that,
   * the incident has been over for longer than its cool-down.
   */
  async endIncident(): Promise<void> {
    await this.delayBy(1);
    await this.api.until(
      this.detector.id,
      ({ status }) => Date.parse(status.scoredUpTo ?? '') >= this.bucket + 40 * MINUTE_MS
    );
    await this.elasticsearch().request('POST', '/api-anomalies/_delete_by_query?refresh=true', {
      body: {
        query: {
          bool: {
            filter: [
              { term: { detector_id: this.detector.id } },
              { range: { '@timestamp': { gt: this.bucket, format: 'epoch_millis' } } },
            ],
          },
        },
      },
    });
  }

  async close(): Promise<void> {
    await this.api.call('DELETE', `/detectors/${this.detector.id}`);
    await this.elasticsearch().request('DELETE', `/${this.options.index}`);
  }

  private elasticsearch(): Http {
    return new Http(this.stack.elasticsearch, this.stack.user);
  }

  private async delayBy(seconds: number): Promise<void> {
    const { id, settings } = this.detector;
    await this.api.ok('PUT', `/detectors/${id}`, { ...settings, queryDelay: `${seconds}s` });
  }
}
