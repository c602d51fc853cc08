import type { Router, VersionedMethod, VersionedRouteOptions } from '@kbn/core/server';

import { paths } from '../../../common/api';
import { addAccessRoutes } from '../../../server/routes/access_routes';
import { addAnomalyRoutes } from '../../../server/routes/anomaly_routes';
import { addDashboardRoutes } from '../../../server/routes/dashboard_routes';
import { addDetectorRoutes, addRunRoutes } from '../../../server/routes/detector_routes';
import { addDifferenceRoutes } from '../../../server/routes/difference_routes';
import { addEventRoutes } from '../../../server/routes/event_routes';
import { addMessageRoutes } from '../../../server/routes/message_routes';
import { addPreviewRoutes } from '../../../server/routes/preview_routes';
import { addRuleRoutes } from '../../../server/routes/rule_routes';
import { addSampleDataRoutes } from '../../../server/routes/sample_data_routes';
import { addTransferRoutes } from '../../../server/routes/transfer_routes';
import { addModelRoutes } from '../../../server/routes/model_routes';
import { addOverviewRoutes } from '../../../server/routes/overview_routes';
import { addQuietTimeRoutes } from '../../../server/routes/quiet_time_routes';
import { addScheduleRoutes } from '../../../server/routes/schedule_routes';
import { addUninstallRoutes } from '../../../server/routes/uninstall_routes';
import { RouteRegistry } from '../../../server/routes/route';
import type { RouteServices } from '../../../server/routes/services';

type Registered = VersionedRouteOptions & { method: string; version: string };

function registeredRoutes(): Registered[] {
  const found: Registered[] = [];
  const method =
    (name: string): VersionedMethod =>
    (options) => ({
      addVersion({ version }) {
        found.push({ ...options, method: name, version });
        return this;
      },
    });
  const router: Router = {
    versioned: {
      get: method('get'),
      post: method('post'),
      put: method('put'),
      delete: method('delete'),
    },
  };
  const silent = { get: () => silent, debug() {}, info() {}, warn() {}, error() {} };
  const routes = new RouteRegistry<RouteServices>(
    router,
    () => Promise.reject(new Error('not started')),
    silent
  );
  addDetectorRoutes(routes);
  addAccessRoutes(routes);
  addRunRoutes(routes);
  addModelRoutes(routes);
  addTransferRoutes(routes);
  addSampleDataRoutes(routes);
  addRuleRoutes(routes);
  addAnomalyRoutes(routes);
  addDifferenceRoutes(routes);
  addDashboardRoutes(routes);
  addOverviewRoutes(routes);
  addUninstallRoutes(routes);
  addQuietTimeRoutes(routes);
  addEventRoutes(routes);
  addMessageRoutes(routes);
  addPreviewRoutes(routes);
  addScheduleRoutes(routes);
  return found;
}

/** What is asked for here does not fit into an address; nothing is changed. */
const ASKING: ReadonlySet<string> = new Set([paths.rulePreview]);

describe('every route', () => {
  const routes = registeredRoutes();

  it('is one of the paths that both sides know, and each path has one', () => {
    expect(new Set(routes.map(({ path }) => path))).toEqual(new Set(Object.values(paths)));
  });

  it.each(routes.map((route) => [route.method, route.path, route] as const))(
    '%s %s demands the right to write when it changes something, else the right to read',
    (method, path, { options, security }) => {
      const changes = method !== 'get' && !ASKING.has(path);
      const privilege = changes ? 'anomaly_detector_write' : 'anomaly_detector_read';
      expect(options.tags).toEqual([`access:${privilege}`]);
      expect(security.authz.requiredPrivileges).toEqual([privilege]);
    }
  );

  it('is public under /api with the date of the public API, and internal elsewhere', () => {
    for (const { path, access, version } of routes) {
      expect([access, version]).toEqual(
        path.startsWith('/api/anomaly_detector/') ? ['public', '2023-10-31'] : ['internal', '1']
      );
    }
  });
});
