import { setTimeout } from 'node:timers/promises';

import type { AnomaliesResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import type { ListedRecord } from '../../common/record';
import { isFinished, type Run } from '../../common/run';

import type { Stack } from './stack';

export interface Answer<T> {
  status: number;
  body: T;
}

export interface Refusal {
  message: string;
}

type Credentials = { username: string; password: string } | { apiKey: string } | null;

const authorization = (credentials: Credentials): Record<string, string> => {
  if (!credentials) return {};
  if ('apiKey' in credentials) return { authorization: `ApiKey ${credentials.apiKey}` };
  const { username, password } = credentials;
  return {
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  };
};

/** Speaks to Kibana or Elasticsearch as one user. */
export class Http {
  constructor(
    private readonly url: string,
    private readonly credentials: Credentials
  ) {}

  /** The headers that say who asks. */
  get authorization(): Record<string, string> {
    return authorization(this.credentials);
  }

  async request<T>(
    method: string,
    path: string,
    { body, version }: { body?: unknown; version?: string } = {}
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'kbn-xsrf': 'test',
        'content-type': 'application/json',
        ...authorization(this.credentials),
        ...(version ? { 'elastic-api-version': version } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  /** Asks for a page as a browser does; where it leads elsewhere is not followed. */
  async page(path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { accept: 'text/html', ...authorization(this.credentials) },
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  }
}

/** The public API as one user of a stack. */
export class DetectorApi {
  readonly http: Http;

  constructor(stack: Stack, credentials: Credentials = stack.user, space?: string) {
    this.http = new Http(space ? `${stack.kibana}/s/${space}` : stack.kibana, credentials);
  }

  call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.http.request<T>(method, `/api/anomaly_detector${path}`, { body });
  }

  /** The answer's body; any status but 2xx fails the test with its message. */
  async ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  create(settings: object): Promise<Detector> {
    return this.ok('POST', '/detectors', settings);
  }

  /** Asks for a run and waits until it has ended. */
  async run(
    detectorId: string,
    kind: '_train' | '_score',
    range: { from: string; to: string }
  ): Promise<Run> {
    let run = await this.ok<Run>('POST', `/detectors/${detectorId}/${kind}`, range);
    for (let second = 0; second < 180 && !isFinished(run); second++) {
      await setTimeout(1_000);
      run = await this.ok<Run>('GET', `/detectors/${detectorId}/runs/${run.id}`);
    }
    return run;
  }

  /** Waits until the detector is as wanted. */
  async until(
    detectorId: string,
    holds: (detector: Detector) => boolean,
    seconds = 120
  ): Promise<Detector> {
    for (let second = 0; ; second++) {
      const detector = await this.ok<Detector>('GET', `/detectors/${detectorId}`);
      if (holds(detector)) return detector;
      if (second >= seconds) {
        throw new Error(
          `after ${seconds} s the detector is still ${JSON.stringify(detector.status)}`
        );
      }
      await setTimeout(1_000);
    }
  }

  async anomalies(query: Record<string, string>): Promise<ListedRecord[]> {
    const { anomalies } = await this.ok<AnomaliesResponse>(
      'GET',
      `/anomalies?${new URLSearchParams(query).toString()}`
    );
    return anomalies;
  }
}
