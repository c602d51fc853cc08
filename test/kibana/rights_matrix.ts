import { INTERNAL_API_VERSION } from '../../common/api';
import type { Detector } from '../../common/detector';
import { registeredRoutes, type RegisteredRoute } from '../builders/registered_routes';
import { exampleOf } from '../builders/route_examples';

import { DetectorApi, Http } from './kibana_api';
import { fillMatrixLogs } from './matrix_logs';
import type { Stack } from './stack';
import { addUser, PASSWORD, READ_LOGS, removeUser, WRITE_RECORDS } from './users';

const INDEX = 'api-logs-matrix';
const SPACE = 'matrix-other';

const INDICES = [
  { names: ['api-logs-*'], privileges: READ_LOGS },
  { names: ['api-anomalies*'], privileges: WRITE_RECORDS },
];

const USERS: Record<string, Parameters<typeof addUser>[2]> = {
  matrix_all: { feature: 'all', indices: INDICES },
  matrix_read: {
    feature: 'read',
    indices: [{ names: ['api-logs-*', 'api-anomalies*'], privileges: ['read'] }],
  },
  matrix_nothing: { indices: INDICES },
  matrix_other_space: { feature: 'all', spaces: [SPACE], indices: INDICES },
  matrix_no_indices: { feature: 'all' },
};

/** Which of the feature's privileges each user has in the default space. */
const PRIVILEGE_OF: Record<string, 'all' | 'read' | 'none'> = {
  superuser: 'all',
  matrix_all: 'all',
  matrix_read: 'read',
  matrix_nothing: 'none',
  matrix_other_space: 'none',
  matrix_no_indices: 'all',
};

/** Asks every route and the app's page as users with all kinds of rights. */
export function itGrantsToEachUserWhatTheirRightsAllow(getStack: () => Stack): void {
  const routes = registeredRoutes();
  let detector: Detector;

  const credentialsOf = (user: string) =>
    user === 'superuser' ? getStack().user! : { username: user, password: PASSWORD };

  /** Reading is about the detector that is there, everything else about one that is not, so that nothing is changed. */
  const pathOfExample = ({ method, path }: RegisteredRoute) => {
    const { query } = exampleOf({ method, path })!;
    const id = method === 'get' ? detector.id : 'not-there';
    const filled = path.replace('{id}', id).replace(/\{\w+\}/g, 'not-there');
    return query ? `${filled}?${new URLSearchParams(query).toString()}` : filled;
  };

  const statusOf = async (user: string, route: RegisteredRoute, space?: string) => {
    const { kibana } = getStack();
    const http = new Http(space ? `${kibana}/s/${space}` : kibana, credentialsOf(user));
    const { status } = await http.request(route.method.toUpperCase(), pathOfExample(route), {
      body: exampleOf(route)!.body,
      ...(route.access === 'internal' ? { version: INTERNAL_API_VERSION } : {}),
    });
    return status;
  };

  /** The one that was given, if it is one of those that are right. */
  const expectedStatus = (user: string, route: RegisteredRoute, given: number): number => {
    const { status, statusWithoutIndices = status } = exampleOf(route)!;
    const isWrite = route.tags.includes('access:anomaly_detector_write');
    const has = PRIVILEGE_OF[user];
    if (has === 'none' || (has === 'read' && isWrite)) return 403;
    if (user !== 'matrix_no_indices') return status;
    const right = [statusWithoutIndices].flat();
    return right.find((each) => each === given) ?? right[0];
  };

  beforeAll(async () => {
    await new Http(getStack().kibana, getStack().user).request('POST', '/api/spaces/space', {
      body: { id: SPACE, name: 'Matrix' },
    });
    for (const [name, rights] of Object.entries(USERS)) await addUser(getStack(), name, rights);
    const range = await fillMatrixLogs(getStack(), INDEX);
    const api = new DetectorApi(getStack());
    detector = await api.create({ name: 'Matrix', indexPattern: INDEX });
    const run = await api.run(detector.id, '_train', range);
    if (run.state !== 'done') throw new Error(run.message);
  });

  afterAll(async () => {
    await new DetectorApi(getStack()).call('DELETE', `/detectors/${detector.id}`);
    for (const name of Object.keys(USERS)) await removeUser(getStack(), name);
    await new Http(getStack().kibana, getStack().user).request(
      'DELETE',
      `/api/spaces/space/${SPACE}`
    );
  });

  it('has an example of every route', () => {
    const without = routes.filter((route) => exampleOf(route) === undefined);
    expect(without.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it.each(Object.keys(PRIVILEGE_OF))(
    'answers %s on every route as their rights say',
    async (user) => {
      const answers: string[] = [];
      const expected: string[] = [];
      for (const route of routes) {
        const given = await statusOf(user, route);
        answers.push(`${route.method} ${route.path}: ${given}`);
        expected.push(`${route.method} ${route.path}: ${expectedStatus(user, route, given)}`);
      }
      expect(answers).toEqual(expected);
    }
  );

  it('gives nothing of this space to somebody who has the rights in another', async () => {
    const about = routes.filter(({ path }) => path.includes('{id}'));
    for (const route of about) {
      const status = await statusOf('matrix_other_space', route, SPACE);
      const expected = exampleOf(route)!.status === 400 ? 400 : 404;
      expect([route.method, route.path, status]).toEqual([route.method, route.path, expected]);
    }
    const theirs = new DetectorApi(getStack(), credentialsOf('matrix_other_space'), SPACE);
    expect(await theirs.ok('GET', '/detectors')).toMatchObject({ detectors: [] });
    expect(await theirs.anomalies({})).toEqual([]);
  });

  it('shows the page to those who have the feature in the space', async () => {
    const statusOfPage = async (user: string, space = '') => {
      const http = new Http(getStack().kibana, credentialsOf(user));
      const { status } = await http.page(`${space}/app/anomalyDetector`);
      return status;
    };
    for (const [user, has] of Object.entries(PRIVILEGE_OF)) {
      expect([user, await statusOfPage(user)]).toEqual([user, has === 'none' ? 403 : 200]);
    }
    expect(await statusOfPage('matrix_other_space', `/s/${SPACE}`)).toBe(200);
  });
}
