import type { CoreSetup, Logger, PluginInitializerContext } from '@kbn/core/server';

import { AnomalyDetectorPlugin, type SetupPlugins } from '../../server/plugin';

/** A route as the plugin registers it, whichever way it does. */
export interface RegisteredRoute {
  method: string;
  path: string;
  access?: string;
  tags: string[];
  requiredPrivileges: string[];
}

interface RouteOptions {
  path: string;
  access?: string;
  options?: { tags?: string[] };
  security?: { authz?: { requiredPrivileges?: string[] } };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'any'];

const silent: Logger = { get: () => silent, debug() {}, info() {}, warn() {}, error() {} };

/** Takes every call, and gives something that does too: the parts of Kibana that routes have nothing to do with. */
const anything = (): unknown =>
  new Proxy(() => undefined, { get: anything, apply: () => anything() });

/** The same, but for what is known. */
const known = (parts: Record<string, unknown>): unknown =>
  new Proxy(parts, { get: (_, name) => parts[name as string] ?? anything() });

/** All routes that the plugin registers when Kibana sets it up, on a versioned router or a plain one. */
export function registeredRoutes(): RegisteredRoute[] {
  const found: RegisteredRoute[] = [];
  const register =
    (method: string) =>
    ({ path, access, options, security }: RouteOptions) => {
      found.push({
        method,
        path,
        access,
        tags: options?.tags ?? [],
        requiredPrivileges: security?.authz?.requiredPrivileges ?? [],
      });
      const route = { addVersion: () => route };
      return route;
    };
  const methods = Object.fromEntries(METHODS.map((method) => [method, register(method)]));
  const core = known({
    http: known({ createRouter: () => ({ ...methods, versioned: methods }) }),
    getStartServices: () => new Promise(() => undefined),
  }) as CoreSetup<never>;
  const plugin = new AnomalyDetectorPlugin({
    logger: silent,
    config: { get: () => anything() },
    env: { packageInfo: { version: '8.12.2' }, instanceUuid: 'test' },
  } as PluginInitializerContext<never>);
  plugin.setup(core, anything() as SetupPlugins);
  return found;
}
