import type { Logger } from '@kbn/core/server';

import { pathOf } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import { isFinished, type Run } from '../../../common/run';
import { config as configDescriptor, plugin } from '../../../server';
import type { AnomalyDetectorConfig } from '../../../server/config';
import { createHost, type Host } from '../../../standalone/host/create_host';
import { elasticsearchUrl, SILENT, type Playground } from '../host/test_host';

interface PluginHostOptions {
  elasticsearchUrl?: string;
  config?: Partial<AnomalyDetectorConfig>;
  logger?: Logger;
  spaces?: string[];
}

/** The plugin in a host of its own; started. Its tasks are looked at so often that nobody waits for them. */
export async function startPluginHost(
  { dataDir, indexPrefix }: Pick<Playground, 'dataDir' | 'indexPrefix'>,
  { config = {}, ...options }: PluginHostOptions = {}
): Promise<Host> {
  const host = createHost({
    elasticsearchUrl,
    port: 0,
    plugin,
    config: configDescriptor.schema.validate(config),
    logger: SILENT,
    dataDir,
    indexPrefix,
    taskPollMs: 50,
    ...options,
  });
  await host.start();
  return host;
}

interface Refusal {
  status: number;
  message: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The plugin's API as a client of it sees it. */
export class Api {
  private readonly made: string[] = [];

  constructor(
    private readonly getHost: () => Pick<Host, 'inject'>,
    private readonly basePath = ''
  ) {}

  async send(method: Method, path: string, body?: unknown) {
    return this.getHost().inject({
      method,
      path: this.basePath + path,
      headers: {
        'kbn-xsrf': 'test',
        ...(path.startsWith('/internal/') ? { 'elastic-api-version': '1' } : {}),
      },
      body,
    });
  }

  /** What is answered; anything but success fails the test with what was said. */
  async ok<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body);
    if (response.status >= 300) {
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
    }
    return response.body as T;
  }

  async refused(method: Method, path: string, body?: unknown): Promise<Refusal> {
    const { status, body: answer } = await this.send(method, path, body);
    return { status, message: (answer as { message: string }).message };
  }

  /** A new detector, which `deleteAll` deletes. */
  async create(settings: object): Promise<Detector> {
    const detector = await this.ok<Detector>('POST', '/api/anomaly_detector/detectors', settings);
    this.made.push(detector.id);
    return detector;
  }

  /** Asks for a training or scoring, and waits for its end. */
  async run(path: string, id: string, range: { from: string; to: string }): Promise<Run> {
    const { id: runId } = await this.ok<Run>('POST', pathOf(path, { id }), range);
    return this.ended(id, runId);
  }

  async ended(id: string, runId: string, patienceSeconds?: number): Promise<Run> {
    let run: Run | undefined;
    const hasEnded = async () => {
      run = await this.ok<Run>('GET', `/api/anomaly_detector/detectors/${id}/runs/${runId}`);
      return isFinished(run);
    };
    await until(`run ${runId} ended`, hasEnded, patienceSeconds);
    return run!;
  }

  /** The detector, once the condition holds. */
  async until(
    message: string,
    id: string,
    condition: (detector: Detector) => boolean
  ): Promise<Detector> {
    let detector: Detector | undefined;
    await until(message, async () => {
      detector = await this.ok<Detector>('GET', `/api/anomaly_detector/detectors/${id}`);
      return condition(detector);
    });
    return detector!;
  }

  async deleteAll(): Promise<void> {
    for (const id of this.made) await this.send('DELETE', `/api/anomaly_detector/detectors/${id}`);
  }
}

/** Resolves when the condition holds; fails the test by its message when it does not in time. */
export async function until(
  message: string,
  condition: () => Promise<boolean>,
  patienceSeconds = 30
): Promise<void> {
  for (let tries = 0; tries < patienceSeconds * 10; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited in vain until ${message}`);
}
