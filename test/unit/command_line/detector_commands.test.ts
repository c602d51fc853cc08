import { matching } from '../../builders/matching';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Run } from '../../../common/run';
import { runCommandLine } from '../../../standalone/command_line/program';

/** A Kibana that gives fixed answers, and remembers what it was asked. */
class FakeKibana {
  readonly requests: string[] = [];
  readonly headers: http.IncomingHttpHeaders[] = [];
  answers: Record<string, { status?: number; body: unknown } | undefined> = {};
  private readonly server = http.createServer((request, response) => {
    const asked = `${request.method} ${request.url?.split('?')[0]}`;
    this.requests.push(asked);
    this.headers.push(request.headers);
    const { status = 200, body } = this.answers[asked] ?? {
      status: 404,
      body: { statusCode: 404, error: 'Not Found', message: 'Not Found' },
    };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

const detector = (id: string, name: string) => ({
  id,
  settings: { name, indexPattern: `api-logs-${id}`, schedule: { trainingWindow: '28d' } },
  status: { state: 'stopped', activeModelNumber: 1, scoredUpTo: null, message: null },
});

const aRun = (changes: Partial<Run>): Partial<Run> => ({
  id: 'r1',
  detectorId: 'a',
  kind: 'train',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-18T12:00:00.000Z',
  progress: 0,
  message: 'Waiting for its turn.',
  notices: [],
  ...changes,
});

const DETECTORS = 'GET /api/anomaly_detector/detectors';

describe('the commands for detectors', () => {
  let kibana: FakeKibana;
  let interrupt: () => void = () => undefined;

  beforeEach(async () => {
    kibana = new FakeKibana();
    await kibana.start();
    kibana.answers[DETECTORS] = { body: { detectors: [detector('a', 'Shop')], broken: [] } };
  });
  afterEach(() => kibana.stop());

  const run = async (args: string[], environment: Record<string, string> = {}) => {
    const written = { stdout: '', stderr: '' };
    const exitCode = await runCommandLine([...args, '--url', kibana.url], {
      environment,
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      now: () => new Date('2026-03-18T12:00:00Z'),
      onInterrupt: (listener) => {
        interrupt = listener;
        return () => undefined;
      },
    });
    return { exitCode, ...written };
  };

  it('train the only detector on its training window, and wait for the outcome', async () => {
    kibana.answers['POST /api/anomaly_detector/detectors/a/_train'] = {
      status: 202,
      body: aRun({ state: 'queued' }),
    };
    kibana.answers['GET /api/anomaly_detector/detectors/a/runs/r1'] = {
      body: aRun({ state: 'done', message: 'Model 2 was trained.' }),
    };
    const { exitCode, stdout } = await run(['train']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Shop: Model 2 was trained.\n' });
    expect(kibana.headers[1]['kbn-xsrf']).toBeDefined();
  });

  it('end with exit code 1 and the reason when a run fails', async () => {
    kibana.answers['POST /api/anomaly_detector/detectors/a/_train'] = {
      body: aRun({ state: 'failed', message: 'There are no logs.' }),
    };
    const { exitCode, stderr } = await run(['train']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'The training failed: There are no logs.\n',
    });
  });

  it('cancel a run on Ctrl-C', async () => {
    kibana.answers['POST /api/anomaly_detector/detectors/a/_train'] = {
      body: aRun({ state: 'running' }),
    };
    kibana.answers['GET /api/anomaly_detector/detectors/a/runs/r1'] = {
      body: aRun({ state: 'running' }),
    };
    kibana.answers['DELETE /api/anomaly_detector/detectors/a/runs/r1'] = {
      body: aRun({ state: 'cancelled', message: 'Cancelled.' }),
    };
    const running = run(['train']);
    // From its first look at the run on, it listens.
    while (!kibana.requests.some((asked) => asked.includes('/runs/r1'))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    interrupt();
    expect(await running).toMatchObject({ exitCode: 1, stderr: 'Cancelled.\n' });
    expect(kibana.requests).toContain('DELETE /api/anomaly_detector/detectors/a/runs/r1');
  });

  it('name the detectors there are when it is not clear which is meant', async () => {
    kibana.answers[DETECTORS] = {
      body: { detectors: [detector('a', 'Shop'), detector('b', 'Site')], broken: [] },
    };
    expect((await run(['train'])).stderr).toContain(
      'Give --detector one of: "Shop" (a), "Site" (b)'
    );
    expect((await run(['train', '--detector', 'x'])).stderr).toContain(
      'There is no detector "x". There are: "Shop" (a), "Site" (b).'
    );
  });

  it('show detectors as a table or as JSON', async () => {
    kibana.answers['GET /api/anomaly_detector/anomalies'] = { body: { total: 3, anomalies: [] } };
    expect((await run(['status'])).stdout).toMatch(
      /^detector .*\nShop +api-logs-a +stopped +1 .*3\n$/
    );
    expect(JSON.parse((await run(['status', '--json'])).stdout)).toMatchObject({
      detectors: [{ id: 'a', anomaliesLast24Hours: 3 }],
    });
  });

  it.each([
    [401, { message: 'x' }, 'does not accept the credentials'],
    [403, { message: 'no' }, 'it takes the Kibana privilege "Anomaly Detector"'],
    [404, { message: 'Not Found' }, 'has no Anomaly Detector (404): is the plugin installed'],
    [200, '<html>', 'is not Kibana: check the address'],
    [500, { message: 'It broke.' }, 'It broke.'],
  ])('say what an answer of %i means', async (status, body, message) => {
    kibana.answers[DETECTORS] = { status, body };
    const { exitCode, stderr } = await run(['status'], { KIBANA_API_KEY: 'c2VjcmV0' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('c2VjcmV0');
  });

  it('sign in with what the environment holds, in the space that is named', async () => {
    kibana.answers['GET /s/team-a/api/anomaly_detector/detectors'] = {
      body: { detectors: [], broken: [] },
    };
    const { stdout } = await run(['status', '--space', 'team-a', '--username', 'bob'], {
      KIBANA_PASSWORD: 'secret',
    });
    expect(stdout).toBe('There are no detectors.\n');
    expect(kibana.headers[0].authorization).toBe(
      `Basic ${Buffer.from('bob:secret').toString('base64')}`
    );
  });

  it.each([
    [['status', '--username', 'bob'], 'KIBANA_PASSWORD is not set, and there is no terminal'],
    [['status', '--username', 'bob', '--api-key'], 'either --username or --api-key'],
    [['status', '--space', 'A b'], '--space is "A b": give the id of a space'],
    [['score', '--from', 'yesterday'], '--from is "yesterday": give a time in ISO 8601'],
    [['score', '--from', 'now', '--to', 'now-1d'], 'must be before --to'],
    [['monitor', '--severity', 'bad'], '--severity is "bad": give one of low, warning'],
    [['monitor', '--until-n', '0'], '--until-n is "0": give a whole number from 1 on.'],
    [['monitor', '--for', '3'], '--for is "3": give a number and a unit'],
  ])('refuse %j', async (args, message) => {
    const { exitCode, stderr } = await run(args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(kibana.requests).toEqual([]);
  });

  describe('uninstall', () => {
    const UNINSTALL = 'POST /api/anomaly_detector/_uninstall';
    const nothing = { removed: [], failed: [] };

    it('removes nothing without --yes, and says what would go', async () => {
      const { exitCode, stderr } = await run(['uninstall']);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/Nothing was removed\. The detectors "Shop" in the space "default"/);
      expect(kibana.requests).not.toContain(UNINSTALL);
    });

    it('names what went', async () => {
      kibana.answers[UNINSTALL] = {
        body: {
          space: 'default',
          complete: true,
          rules: { removed: [{ id: '1', name: 'Tell me' }], failed: [] },
          dashboards: { removed: [{ id: '2', name: 'APIs', panels: 4 }], failed: [] },
          detectors: { removed: [{ id: 'a', name: 'Shop' }], failed: [] },
          alerts: nothing,
          leftIndices: [
            'api-anomalies',
            '.internal.alerts-anomaly-detector.anomalies.alerts-default-000001',
          ],
        },
      };
      const { exitCode, stdout } = await run(['uninstall', '--yes']);
      expect(exitCode).toBe(0);
      expect(stdout.trim().split('\n')).toEqual([
        'removed rule: Tell me',
        'removed panels of the dashboard: APIs',
        'removed detector: Shop',
        matching(
          /^These indices stay, .*: api-anomalies, \.internal\.alerts-anomaly-detector\.anomalies/
        ),
      ]);
    });

    it('fails where something could not be removed, and says what and why', async () => {
      kibana.answers[UNINSTALL] = {
        body: {
          space: 'default',
          complete: false,
          rules: { removed: [], failed: [{ id: '1', name: 'Tell me', reason: 'Unauthorized' }] },
          dashboards: nothing,
          detectors: nothing,
          alerts: nothing,
          leftIndices: [],
        },
      };
      const { exitCode, stdout, stderr } = await run(['uninstall', '--yes']);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/could not remove rule: Tell me: Unauthorized/);
      expect(stderr).toMatch(/Not all is gone from the space "default"/);
    });
  });
});
