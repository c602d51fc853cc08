import { paths } from '../../../common/api';
import { API_PRIVILEGES } from '../../../server/features';
import { registeredRoutes } from '../../builders/registered_routes';

describe('every route that the plugin registers, on whichever router', () => {
  const routes = registeredRoutes();

  it('is there', () => {
    expect(new Set(routes.map(({ path }) => path))).toEqual(new Set(Object.values(paths)));
  });

  it.each(routes.map((route) => [route.method, route.path, route] as const))(
    '%s %s demands exactly one of our privileges, in the words of this Kibana and of newer ones',
    (_method, _path, { tags, requiredPrivileges }) => {
      const known: string[] = Object.values(API_PRIVILEGES);
      const demanded = tags.filter((tag) => tag.startsWith('access:'));
      expect(demanded).toHaveLength(1);
      expect(known).toContain(demanded[0].slice('access:'.length));
      expect(requiredPrivileges).toEqual([demanded[0].slice('access:'.length)]);
    }
  );
});
