import path from 'node:path';

import type { Detector } from '../../common/detector';

import { DetectorApi, Http } from './kibana_api';
import { commandLine, type Stack } from './stack';

/** The time of the log: four days of a web server, in which it once refused an eighth of the requests. */
export const WEB_RANGE = { from: '2015-05-17T10:00:00Z', to: '2015-05-20T21:30:00Z' };
export const WEB_FAULT = '12 % of requests failed with 4xx';

/** A web server's log as the service "www", and a detector that has scored it. */
export class WebLogs {
  detector!: Detector;

  constructor(
    private readonly stack: Stack,
    readonly index: string
  ) {}

  async open(name: string): Promise<void> {
    const log = path.join(process.env.ANOMALY_DETECTOR_SHARED!, 'data/apache_combined.log');
    await commandLine(
      this.stack,
      ...['collect', '--file', log, '--format', 'combined'],
      ...['--service', 'www', '--index', this.index]
    );
    const api = new DetectorApi(this.stack);
    this.detector = await api.create({ name, indexPattern: this.index });
    const { state, message } = await api.run(this.detector.id, '_score', WEB_RANGE);
    if (state !== 'done') throw new Error(`The log was not scored: ${message}`);
  }

  async close(): Promise<void> {
    await new DetectorApi(this.stack).call('DELETE', `/detectors/${this.detector.id}`);
    const elasticsearch = new Http(this.stack.elasticsearch, this.stack.user);
    await elasticsearch.request('DELETE', `/${this.index}`);
  }
}
