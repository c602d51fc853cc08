import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import type { Incident } from '../../../common/incident';
import {
  command,
  webhook,
  withRetries,
  type IncidentMessage,
} from '../../../standalone/command_line/alert_delivery';
import { IncidentAlerts } from '../../../standalone/command_line/incident_alerts';
import { ToldIncidents } from '../../../standalone/command_line/told_incidents';
import { record } from '../../builders/record';
import { detector } from '../../builders/settings';

const NOW = Date.parse('2026-03-02T11:00:00Z');
const noAbort = new AbortController().signal;

const incident = (changes: Partial<Incident> = {}): Incident => ({
  id: 'i1',
  entity: 'checkout',
  entityValues: { 'service.name': 'checkout' },
  start: '2026-03-02T10:35:00.000Z',
  end: '2026-03-02T10:45:00.000Z',
  state: 'open',
  maxScore: 81.5,
  severity: 'critical',
  records: 2,
  signal: 'latency_p95',
  description: 'p95 response time 812 ms, 4.2 times the typical 193 ms',
  worstTime: '2026-03-02T10:40:00.000Z',
  suppressedBy: null,
  suppressedReason: null,
  ...changes,
});

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'told-'));
  file = path.join(folder, 'sub', 'monitor.json');
});
afterEach(() => fs.rm(folder, { recursive: true }));

/** A monitor that starts with what the file holds, of these incidents, of which all but the silent ones are alarms. */
async function monitorOf(incidents: Incident[], { fails = false, silent = [] as string[] } = {}) {
  const sent: IncidentMessage[] = [];
  const client = {
    detectors: () => Promise.resolve([detector({ id: 'd1' })]),
    incidents: () => Promise.resolve({ total: incidents.length, incidents }),
    anomalies: () =>
      Promise.resolve({
        total: incidents.length,
        anomalies: incidents
          .filter(({ id }) => !silent.includes(id))
          .map(({ id, entity }) => ({
            ...record({ incident_id: id, entity }),
            id,
            entity_values: {},
          })),
      }),
  };
  const alerts = new IncidentAlerts(
    client,
    await ToldIncidents.read(file),
    (message) => {
      if (fails) return Promise.reject(new Error('the webhook answered 500'));
      sent.push(message);
      return Promise.resolve();
    },
    { minScore: 50 }
  );
  return { sent, look: () => alerts.look(NOW, noAbort) };
}

describe('a monitor that tells of incidents', () => {
  it('tells once of each, and once when it is over', async () => {
    const incidents = [incident()];
    const { sent, look } = await monitorOf(incidents);
    await look();
    await look();
    expect(sent.map(({ event, text }) => [event, text])).toEqual([
      [
        'active',
        'checkout: p95 response time 812 ms, 4.2 times the typical 193 ms (critical, score 82), since 2026-03-02T10:35:00.000Z',
      ],
    ]);
    incidents[0] = incident({ state: 'closed' });
    await look();
    await look();
    expect(sent.map(({ event }) => event)).toEqual(['active', 'recovered']);
    expect(sent[1].text).toMatch(/^checkout is back to normal since 2026-03-02T10:45:00.000Z/);
  });

  it('repeats nothing when it is started again, and tells the end that came meanwhile', async () => {
    await (await monitorOf([incident()])).look();
    const again = await monitorOf([incident()]);
    await again.look();
    expect(again.sent).toEqual([]);
    const later = await monitorOf([incident({ state: 'closed' })]);
    await later.look();
    expect(later.sent.map(({ event }) => event)).toEqual(['recovered']);
  });

  it('tells nothing that was over before it was first started', async () => {
    const closed = incident({ state: 'closed' });
    const { sent, look } = await monitorOf([closed]);
    await look();
    await look();
    expect(sent).toEqual([]);
  });

  it('tells what began and ended while it did not run', async () => {
    await (await monitorOf([])).look();
    const { sent, look } = await monitorOf([incident({ state: 'closed' })]);
    await look();
    await look();
    expect(sent.map(({ event }) => event)).toEqual(['active', 'recovered']);
  });

  it('knows an incident again whose beginning late logs have changed', async () => {
    await (await monitorOf([incident()])).look();
    const relinked = incident({ id: 'i2', start: '2026-03-02T10:30:00.000Z' });
    const { sent, look } = await monitorOf([relinked]);
    await look();
    expect(sent).toEqual([]);
  });

  it('tells nothing of what is no alarm', async () => {
    const { sent, look } = await monitorOf([incident()], { silent: ['i1'] });
    await look();
    expect(sent).toEqual([]);
  });

  it('tries again what was not delivered, also after a restart', async () => {
    const failing = await monitorOf([incident()], { fails: true });
    expect((await failing.look())[0]).toMatch(
      /^Not delivered: checkout: .*\(the webhook answered 500\)$/
    );
    const { sent, look } = await monitorOf([incident()]);
    await look();
    expect(sent.map(({ event }) => event)).toEqual(['active']);
  });

  it('refuses a file that is none of its own', async () => {
    await fs.mkdir(path.dirname(file));
    await fs.writeFile(file, '{"other": true}');
    await expect(ToldIncidents.read(file)).rejects.toThrow(/does not hold what was told/);
  });
});

const message: IncidentMessage = {
  event: 'active',
  text: 'checkout: slow',
  detectorId: 'd1',
  detectorName: 'API logs',
  entity: 'checkout',
  severity: 'critical',
  score: 82,
  start: '2026-03-02T10:35:00.000Z',
  end: '2026-03-02T10:45:00.000Z',
  description: 'slow',
};

describe('a webhook', () => {
  let server: http.Server;
  let url: string;
  const seen: Array<{ body: unknown; authorization: string | undefined }> = [];
  let answers: number[];
  beforeEach(async () => {
    seen.length = 0;
    server = http.createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        seen.push({
          body: JSON.parse(text) as unknown,
          authorization: request.headers.authorization,
        });
        response.statusCode = answers.shift() ?? 200;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('gets the message as JSON, with the header from the environment', async () => {
    answers = [];
    await webhook(url, 'Bearer secret')(message, noAbort);
    expect(seen).toEqual([{ body: message, authorization: 'Bearer secret' }]);
  });

  it('is tried again until it takes the message', async () => {
    answers = [503, 429, 200];
    await withRetries(webhook(url, undefined), 5, 1)(message, noAbort);
    expect(seen).toHaveLength(3);
  });

  it('is given up after some attempts, without telling its address', async () => {
    answers = [500, 500, 500];
    await expect(withRetries(webhook(url, undefined), 3, 1)(message, noAbort)).rejects.toThrow(
      /^the webhook answered 500$/
    );
    expect(seen).toHaveLength(3);
  });
});

describe('a command', () => {
  it('gets the message on its standard input', async () => {
    const target = path.join(folder, 'told.json');
    await command(`cat > ${target}`)(message, noAbort);
    expect(JSON.parse(await fs.readFile(target, 'utf8'))).toEqual(message);
  });

  it('has failed when it says so', async () => {
    await expect(command('exit 3')(message, noAbort)).rejects.toThrow('the command ended with 3');
  });
});
