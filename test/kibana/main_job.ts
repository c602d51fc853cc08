import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { ListedRecord } from '../../common/record';
import { ALARM_MIN_SCORE } from '../../common/severity';
import { matching } from '../builders/matching';

import { AppPage } from './app_page';
import { DetectorApi, Http, type Refusal } from './kibana_api';
import { commandLine, type Stack } from './stack';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Incident {
  kind: string;
  service: string;
  start: string;
  end: string;
}

const timeOf = (record: ListedRecord): number => Date.parse(record['@timestamp']);

/** Alarms within half an hour of each other on an entity are one. */
function alarmsOf(records: ListedRecord[]): Array<{ entity: string; from: number; to: number }> {
  const alarms: Array<{ entity: string; from: number; to: number }> = [];
  const sorted = [...records].sort((a, b) => timeOf(a) - timeOf(b));
  for (const record of sorted) {
    const time = timeOf(record);
    const open = alarms.find(
      ({ entity, to }) => entity === record.entity && time - to <= 30 * MINUTE_MS
    );
    if (open) open.to = time;
    else alarms.push({ entity: record.entity, from: time, to: time });
  }
  return alarms;
}

/** What somebody who installs the plugin wants first, on a stack with security or without. */
export function itDoesTheMainJob(getStack: () => Stack): void {
  const api = () => new DetectorApi(getStack());
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  let apacheId: string;
  let generatedId: string;
  let incidents: Incident[] = [];

  it('finds in the real access log the hour in which a crawler asked for pages that do not exist', async () => {
    const log = path.join(process.env.ANOMALY_DETECTOR_SHARED!, 'data/apache_combined.log');
    await commandLine(
      getStack(),
      ...['collect', '--file', log, '--format', 'combined'],
      ...['--service', 'www', '--index', 'api-logs-apache']
    );
    const detector = await api().create({ name: 'Web site', indexPattern: 'api-logs-apache' });
    apacheId = detector.id;
    const run = await api().run(apacheId, '_score', {
      from: '2015-05-17T10:00:00Z',
      to: '2015-05-20T21:30:00Z',
    });
    expect(run).toMatchObject({ state: 'done', progress: 1 });
    expect(run.notices.join(' ')).toMatch(
      /None of the 9999 logs has a value in "event.duration", so response times are not watched/
    );
    const records = await api().anomalies({ detectorId: apacheId, sort: 'score' });
    expect(records[0]).toMatchObject({
      '@timestamp': '2015-05-20T09:00:00.000Z',
      signal: 'client_error_rate',
      entity: 'www',
      description: matching(/^12 % of requests failed with 4xx, typically/),
    });
  });

  it('finds the incidents in three weeks of generated traffic, and little else', async () => {
    const labels = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'labels-')), 'labels.json');
    await commandLine(
      getStack(),
      ...['generate', '--index', 'api-logs-generated', '--seed', '7', '--labels', labels]
    );
    incidents = JSON.parse(fs.readFileSync(labels, 'utf8')) as Incident[];
    expect(incidents.map(({ kind }) => kind).sort()).toEqual([
      'latency_spike',
      'outage',
      'server_errors',
    ]);
    const detector = await api().create({ name: 'Shop', indexPattern: 'api-logs-generated' });
    generatedId = detector.id;
    const now = Date.now();
    const run = await api().run(generatedId, '_score', {
      from: new Date(now - 21 * DAY_MS).toISOString(),
      to: new Date(now).toISOString(),
    });
    expect(run).toMatchObject({ state: 'done', entities: 4 });

    const alarms = alarmsOf(
      await api().anomalies({
        detectorId: generatedId,
        minScore: String(ALARM_MIN_SCORE),
        size: '1000',
      })
    );
    const hits = (alarm: (typeof alarms)[number], { service, start, end }: Incident) =>
      alarm.entity === service &&
      alarm.to >= Date.parse(start) - 5 * MINUTE_MS &&
      alarm.from <= Date.parse(end) + 5 * MINUTE_MS;
    for (const incident of incidents) {
      expect({ incident, found: alarms.some((alarm) => hits(alarm, incident)) }).toEqual({
        incident,
        found: true,
      });
    }
    const falseAlarms = alarms.filter(
      (alarm) => !incidents.some((incident) => hits(alarm, incident))
    );
    for (const entity of ['checkout', 'search', 'catalog', 'payments']) {
      for (let week = 0; week < 3; week++) {
        const from = now - (3 - week) * 7 * DAY_MS;
        const inWeek = falseAlarms.filter(
          (alarm) => alarm.entity === entity && alarm.from >= from && alarm.from < from + 7 * DAY_MS
        );
        expect({ entity, week, falseAlarms: Math.max(1, inWeek.length) }).toEqual({
          entity,
          week,
          falseAlarms: 1,
        });
      }
    }
  });

  it('writes the same records when a range is scored again', async () => {
    const range = { from: '2015-05-19T00:00:00Z', to: '2015-05-20T21:30:00Z' };
    const essence = async () =>
      (await api().anomalies({ detectorId: apacheId, ...range })).map(
        ({ scored_at: _, ...record }) => record
      );
    const before = await essence();
    expect((await api().run(apacheId, '_score', range)).state).toBe('done');
    expect(await essence()).toEqual(before);
  });

  it('trains and scores on schedule once it is started, until it is stopped', async () => {
    await api().ok('POST', `/detectors/${generatedId}/_start`);
    const running = await api().until(
      generatedId,
      ({ status }) => status.state === 'running' && status.scoredUpTo !== null
    );
    expect(running.status.lastTraining).toMatchObject({ entities: 4, error: null });
    expect(Date.now() - Date.parse(running.status.scoredUpTo!)).toBeLessThan(15 * MINUTE_MS);
    const stopped = await api().ok<typeof running>('POST', `/detectors/${generatedId}/_stop`);
    expect(stopped).toMatchObject({ enabled: false, status: { state: 'stopped' } });
  });

  it('makes data views of the records and the logs', async () => {
    const { body } = await api().http.request<{ data_view: Array<{ title: string }> }>(
      'GET',
      '/api/data_views'
    );
    expect(body.data_view.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['api-anomalies', 'api-logs-generated'])
    );
  });

  describe('says what is wrong and goes on when it is mended:', () => {
    const range = { from: '2026-03-02T00:00:00Z', to: '2026-03-04T00:00:00Z' };
    const index = async (name: string, mappings: object) => {
      await elasticsearch().request('DELETE', `/${name}`);
      const { status } = await elasticsearch().request('PUT', `/${name}`, {
        body: { mappings: { properties: mappings } },
      });
      expect(status).toBe(200);
    };
    const fill = async (name: string, logAt: (time: string, number: number) => object) => {
      const lines: string[] = [];
      for (let minute = 0; minute < 2 * 24 * 60; minute++) {
        const time = new Date(Date.parse(range.from) + minute * MINUTE_MS).toISOString();
        lines.push(JSON.stringify({ index: {} }), JSON.stringify(logAt(time, minute)));
      }
      const { kibana: _, user, elasticsearch: url } = getStack();
      const response = await fetch(`${url}/${name}/_bulk?refresh=true`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          ...(user
            ? {
                authorization: `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`,
              }
            : {}),
        },
        body: `${lines.join('\n')}\n`,
      });
      expect(await response.json()).toMatchObject({ errors: false });
    };
    const log = {
      '@timestamp': { type: 'date' },
      service: { properties: { name: { type: 'keyword' } } },
    };

    it('an empty index', async () => {
      await index('api-logs-empty', log);
      const { id } = await api().create({ name: 'Empty', indexPattern: 'api-logs-empty' });
      const run = await api().run(id, '_train', range);
      expect(run).toMatchObject({
        state: 'failed',
        message: matching(
          /"api-logs-empty" has no logs from .* It has none at all: check that logs arrive there/
        ),
      });
      await fill('api-logs-empty', (time) => ({ '@timestamp': time, 'service.name': 'a' }));
      expect(await api().run(id, '_train', range)).toMatchObject({ state: 'done' });
    });

    it('a pattern that matches nothing', async () => {
      const { id } = await api().create({ name: 'None', indexPattern: 'api-logs-nothing-*' });
      expect(await api().run(id, '_score', range)).toMatchObject({
        state: 'failed',
        message: matching(/No index was found while reading .*api-logs-nothing-\*/),
      });
    });

    it('status codes as text and no response times', async () => {
      await index('api-logs-text', { ...log, status: { type: 'text' } });
      await fill('api-logs-text', (time) => ({
        '@timestamp': time,
        'service.name': 'a',
        status: '200',
      }));
      const { id } = await api().create({ name: 'Text', indexPattern: 'api-logs-text' });
      const run = await api().run(id, '_train', range);
      expect(run.state).toBe('done');
      expect(run.notices.join(' ')).toMatch(
        /No response time field was found in "api-logs-text".*"status" is of type text, not a number, so error rates are not watched/
      );
    });

    it('a missing time field', async () => {
      await index('api-logs-timeless', { service: log.service, timestamp: { type: 'date' } });
      const answer = await api().call<Refusal>('POST', '/detectors', {
        indexPattern: 'api-logs-timeless',
      });
      expect(answer).toMatchObject({
        status: 400,
        body: {
          message: matching(
            /"@timestamp" does not exist in "api-logs-timeless"\. Date fields found there: "timestamp"/
          ),
        },
      });
      const mended = { indexPattern: 'api-logs-timeless', timeField: 'timestamp' };
      expect((await api().call('POST', '/detectors', mended)).status).toBe(200);
    });
  });

  it('opens the page where there is something to see', async () => {
    const page = await AppPage.open(getStack());
    try {
      await page.goto({
        detector: apacheId,
        from: '2015-05-17T10:00:00.000Z',
        to: '2015-05-20T21:30:00.000Z',
      });
      await page.sees('12 % of requests failed with 4xx');
      await page.screenshot(`${getStack().kind}_web_site`);
      await page.goto({ detector: generatedId, from: 'now-7d', to: 'now' });
      // The newest is in the table's first row, whatever else there is.
      const [newest] = await api().anomalies({
        ...{ detectorId: generatedId, sort: 'time', minScore: '3', size: '1' },
      });
      await page.sees(newest.description);
      await page.screenshot(`${getStack().kind}_shop`);
      // Only so much that the table's first page shows this incident, whatever else there is.
      const { start, end } = incidents.find(({ kind }) => kind === 'server_errors')!;
      await page.goto({
        detector: generatedId,
        from: new Date(Date.parse(start) - 3 * 60 * MINUTE_MS).toISOString(),
        to: new Date(Date.parse(end) + 3 * 60 * MINUTE_MS).toISOString(),
      });
      await page.sees('requests failed with 5xx');
      await page.screenshot(`${getStack().kind}_shop_incident`);
      expect(page.errors).toEqual([]);
      expect(page.askedElsewhere).toEqual([]);
    } finally {
      await page.close();
    }
  });

  it('deletes a detector with its records and nothing else', async () => {
    const others = await api().anomalies({ detectorId: generatedId, size: '1' });
    await api().ok('DELETE', `/detectors/${apacheId}`);
    expect((await api().call('GET', `/detectors/${apacheId}`)).status).toBe(404);
    const { body } = await elasticsearch().request<{ count: number }>(
      'POST',
      '/api-anomalies/_count',
      { body: { query: { term: { detector_id: apacheId } } } }
    );
    expect(body.count).toBe(0);
    expect(await api().anomalies({ detectorId: generatedId, size: '1' })).toEqual(others);
  });
}
