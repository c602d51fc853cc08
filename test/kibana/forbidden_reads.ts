import { INTERNAL_API_VERSION } from '../../common/api';
import type { Detector } from '../../common/detector';
import type { Run } from '../../common/run';
import { matching } from '../builders/matching';
import { registeredRoutes } from '../builders/registered_routes';
import { exampleOf, RANGE } from '../builders/route_examples';

import { DetectorApi, Http, type Refusal } from './kibana_api';
import { fillMatrixLogs } from './matrix_logs';
import type { Stack } from './stack';
import { addUser, PASSWORD, READ_LOGS, removeUser, WRITE_RECORDS } from './users';

const OPEN = 'api-logs-open';
const SECRET = 'secret-payroll';
const SPACE = 'secret-space';
const SNOOP = { username: 'snoop', password: PASSWORD };

/** Ways of naming indices that nobody may have watched. */
const FORBIDDEN_PATTERNS = [
  '.kibana*',
  '.kibana_anomaly_detector_buckets',
  '.security-7',
  '.security*,api-logs-open',
  'api-logs-open, .kibana*',
  '*',
  '**',
  '_all',
  '-api-logs-open',
  '<.kibana>',
  '<.security-{now/d}>',
  'remote:.security*',
  'remote:<.security>',
  '*:*',
];

/** The body with another pattern, wherever in it one stands. */
const withPattern = (body: object, indexPattern: string): object =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]) => [
      name,
      name === 'indexPattern'
        ? indexPattern
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? withPattern(value, indexPattern)
          : value,
    ])
  );

/** Tries to read through the routes what their callers' own rights do not allow. */
export function itReadsNothingThatIsForbidden(getStack: () => Stack): void {
  const admin = (space?: string) => new DetectorApi(getStack(), getStack().user, space);
  const snoop = () => new DetectorApi(getStack(), SNOOP);
  const routes = registeredRoutes();
  let own: Detector;
  let secret: Detector;
  let secretRun: Run;

  const ask = (path: string, method: string, body?: object) =>
    admin().http.request<Refusal>(method.toUpperCase(), path, {
      body,
      ...(path.startsWith('/internal/') ? { version: INTERNAL_API_VERSION } : {}),
    });

  beforeAll(async () => {
    await new Http(getStack().kibana, getStack().user).request('POST', '/api/spaces/space', {
      body: { id: SPACE, name: 'Secret' },
    });
    await addUser(getStack(), SNOOP.username, {
      feature: 'all',
      spaces: ['default'],
      indices: [
        { names: [OPEN], privileges: READ_LOGS },
        { names: ['api-anomalies'], privileges: WRITE_RECORDS },
      ],
    });
    const range = await fillMatrixLogs(getStack(), OPEN);
    await fillMatrixLogs(getStack(), SECRET);
    own = await snoop().create({ name: 'Open', indexPattern: OPEN });
    secret = await admin(SPACE).create({ name: 'Secret', indexPattern: SECRET });
    secretRun = await admin(SPACE).run(secret.id, '_train', range);
    expect(secretRun.state).toBe('done');
  });

  afterAll(async () => {
    await admin().call('DELETE', `/detectors/${own.id}`);
    await admin(SPACE).call('DELETE', `/detectors/${secret.id}`);
    await removeUser(getStack(), SNOOP.username);
    const elasticsearch = new Http(getStack().elasticsearch, getStack().user);
    for (const index of [OPEN, SECRET]) await elasticsearch.request('DELETE', `/${index}`);
    await new Http(getStack().kibana, getStack().user).request(
      'DELETE',
      `/api/spaces/space/${SPACE}`
    );
  });

  it('refuses to watch system indices and everything at once, whoever asks and on whichever route', async () => {
    const taking = routes.filter((route) =>
      JSON.stringify(exampleOf(route)?.body ?? {}).includes('"indexPattern"')
    );
    expect(taking.length).toBeGreaterThanOrEqual(3);
    for (const { method, path } of taking) {
      for (const pattern of FORBIDDEN_PATTERNS) {
        const body = withPattern(exampleOf({ method, path })!.body!, pattern);
        const { status } = await ask(path.replace('{id}', own.id), method, body);
        expect([path, pattern, status]).toEqual([path, pattern, 400]);
      }
    }
  });

  it('watches no index that the caller may not read, alone or beside one that they may', async () => {
    for (const indexPattern of [SECRET, 'secret-*', `${OPEN},${SECRET}`]) {
      const created = await snoop().call<Refusal>('POST', '/detectors', { indexPattern });
      expect(created).toMatchObject({
        status: 403,
        body: { message: matching(/read.* on "secret-/) },
      });
      const changed = await snoop().call('PUT', `/detectors/${own.id}`, { indexPattern });
      expect(changed.status).toBe(403);
    }
  });

  it('counts nothing of another index when the filter names it', async () => {
    const filters = [
      { language: 'lucene', query: `_index:${SECRET} OR _index:.kibana*` },
      { language: 'kuery', query: `_index: "${SECRET}"` },
    ];
    for (const filter of filters) {
      await snoop().ok('PUT', `/detectors/${own.id}`, { name: 'Open', indexPattern: OPEN, filter });
      expect(await snoop().run(own.id, '_train', RANGE)).toMatchObject({
        state: 'failed',
        message: matching(/has no logs/),
      });
    }
  });

  it("finds no other space's detector by its id, and changes nothing of it", async () => {
    for (const { method, path } of routes.filter((route) => route.path.includes('{id}'))) {
      const { query, body } = exampleOf({ method, path })!;
      const filled = path
        .replace('{id}', secret.id)
        .replace('{runId}', secretRun.id)
        .replace('{modelId}', secretRun.modelId!)
        .replace(/\{\w+\}/g, 'not-there');
      const search = query ? `?${new URLSearchParams(query).toString()}` : '';
      const { status } = await ask(filled + search, method, body);
      // A body that is refused was refused before anything was looked up.
      const expected = exampleOf({ method, path })!.status === 400 ? 400 : 404;
      expect([method, path, status]).toEqual([method, path, expected]);
    }
    const { status, ...left } = await admin(SPACE).ok<Detector>('GET', `/detectors/${secret.id}`);
    expect(status.activeModelNumber).toBe(1);
    expect(left).toMatchObject({ settings: secret.settings, owner: secret.owner });
    const listed = await admin().call<Refusal>('GET', `/anomalies?detectorId=${secret.id}`);
    expect(listed.status).toBe(404);
  });

  it("gives nothing of another detector's under an own detector's id", async () => {
    for (const method of ['GET', 'DELETE']) {
      const path = `/detectors/${own.id}/runs/${secretRun.id}`;
      expect([method, (await admin().call(method, path)).status]).toEqual([method, 404]);
    }
  });

  it('takes an id for nothing but an id', async () => {
    const ids = [
      `anomaly-detector:${secret.id}`,
      `${SPACE}:anomaly-detector:${secret.id}`,
      '../../../api/spaces/space',
      '*',
      '" or type: "config',
    ];
    for (const id of ids) {
      const { status } = await admin().call('GET', `/detectors/${encodeURIComponent(id)}`);
      expect([id, status]).toEqual([id, 404]);
    }
  });

  it('takes an entity for its name, not for a pattern or a query', async () => {
    for (const entity of ['*', 'check*', 'checkout" OR entity:"pay']) {
      const query = new URLSearchParams({ entity }).toString();
      expect(await admin().ok('GET', `/anomalies?${query}`)).toMatchObject({ total: 0 });
      expect(await admin().ok('GET', `/detectors/${own.id}/incidents?${query}`)).toMatchObject({
        total: 0,
      });
    }
  });

  it('keeps the plugin’s own indices from those who manage detectors', async () => {
    const elasticsearch = new Http(getStack().elasticsearch, SNOOP);
    for (const index of ['.kibana_anomaly_detector', '.kibana_anomaly_detector_buckets']) {
      const { status } = await elasticsearch.request('GET', `/${index}/_search`);
      expect([index, status]).toEqual([index, 403]);
    }
  });

  it('never answers with a key', async () => {
    const answer = await snoop().ok('GET', '/detectors');
    expect(JSON.stringify(answer)).not.toMatch(/"apiKey"|"api_key"|"encoded"/);
  });
}
