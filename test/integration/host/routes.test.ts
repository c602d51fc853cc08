import type { CoreSetup, KibanaRequest, RouteValidationFunction } from '@kbn/core/server';

import type { HostStartPlugins } from '../../../standalone/host/create_host';
import { createPlayground, startHost, type StartedHost } from './test_host';

const anything: RouteValidationFunction<unknown> = (value, result) => result.ok(value);
const named: RouteValidationFunction<{ name: string }> = (value, result) =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
    ? result.ok({ name: value.name })
    : result.badRequest('name must be a text');

const routeOptions = (path: string, access: 'public' | 'internal', maxBytes?: number) => ({
  path,
  access,
  options: { tags: ['access:test'], ...(maxBytes ? { body: { maxBytes } } : {}) },
  security: { authz: { requiredPrivileges: ['test'] } },
});

const XSRF = { 'kbn-xsrf': 'test' };
const V1 = { 'elastic-api-version': '1' };

describe('the routes of the host', () => {
  const playground = createPlayground();
  let host: StartedHost;
  const log: string[] = [];
  let aborted: () => void = () => undefined;
  let entered: () => void = () => undefined;

  beforeAll(async () => {
    const logger = {
      get: () => logger,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (message: string | Error) => void log.push(String(message)),
    };
    const plugin = {
      setup: (core: CoreSetup<HostStartPlugins>) => {
        const { versioned } = core.http.createRouter();
        const echo = {
          version: '2023-10-31',
          validate: { request: { params: anything, query: anything, body: anything } },
        };
        const answer = ({ params, query, body }: KibanaRequest) => ({
          body: { params, query, body },
        });
        versioned
          .get(routeOptions('/api/echo/{id}', 'public'))
          .addVersion(echo, async (_context, request, response) =>
            Promise.resolve(response.ok(answer(request)))
          );
        versioned
          .post(routeOptions('/api/echo/{id}', 'public'))
          .addVersion(echo, async (_context, request, response) =>
            Promise.resolve(response.accepted(answer(request)))
          );
        versioned
          .post(routeOptions('/api/named', 'public', 100))
          .addVersion(
            { version: '2023-10-31', validate: { request: { body: named } } },
            async (_context, request, response) => Promise.resolve(response.ok(answer(request)))
          );
        versioned
          .delete(routeOptions('/internal/thing', 'internal'))
          .addVersion(
            { version: '1', validate: { request: {} } },
            async (_context, _request, response) => Promise.resolve(response.noContent())
          );
        versioned
          .get(routeOptions('/internal/refusal', 'internal'))
          .addVersion(
            { version: '1', validate: { request: {} } },
            async (_context, _request, response) =>
              Promise.resolve(
                response.customError({
                  statusCode: 503,
                  body: { message: 'later', attributes: { minutes: 5 } },
                })
              )
          );
        versioned
          .get(routeOptions('/internal/accident', 'internal'))
          .addVersion({ version: '1', validate: { request: {} } }, async () =>
            Promise.reject(new Error('secret detail'))
          );
        versioned
          .get(routeOptions('/internal/slow', 'internal'))
          .addVersion(
            { version: '1', validate: { request: {} } },
            async (_context, request, response) => {
              await new Promise<void>((resolve) => {
                request.events.aborted$.subscribe(() => {
                  aborted();
                  resolve();
                });
                entered();
              });
              return response.noContent();
            }
          );
        versioned
          .get(routeOptions('/internal/cluster', 'internal'))
          .addVersion(
            { version: '1', validate: { request: {} } },
            async (context, _request, response) => {
              const { elasticsearch } = await context.core;
              const indices = await elasticsearch.client.asCurrentUser.indices.exists({
                index: 'surely-not-there',
              });
              return response.ok({ body: { indices } });
            }
          );
      },
    };
    host = await startHost(playground, plugin, { logger });
  });
  afterAll(async () => {
    await host.stop();
    await playground.remove();
  });

  it('answers a public route without a version header', async () => {
    const response = await host.inject({ method: 'GET', path: '/api/echo/7?size=3' });
    expect(response).toMatchObject({
      status: 200,
      body: { params: { id: '7' }, query: { size: '3' } },
    });
    expect(response.headers['elastic-api-version']).toBe('2023-10-31');
  });

  it('refuses an internal route without a version header', async () => {
    const response = await host.inject({ method: 'GET', path: '/internal/refusal' });
    expect(response).toMatchObject({
      status: 400,
      body: {
        statusCode: 400,
        error: 'Bad Request',
        message: 'Please specify a version via elastic-api-version header. Available versions: [1]',
      },
    });
  });

  it.each([
    ['/api/echo/7', '2024-01-01', 'No version "2024-01-01" available'],
    ['/api/echo/7', '1', 'expected a valid date string'],
    ['/internal/refusal', '2', 'No version "2" available'],
    ['/internal/refusal', '2023-10-31', 'Invalid version number'],
  ])('refuses %s in version %s', async (path, version, message) => {
    const response = await host.inject({
      method: 'GET',
      path,
      headers: { 'elastic-api-version': version },
    });
    expect(response.status).toBe(400);
    expect(response.body).toHaveProperty('message', expect.stringContaining(message));
  });

  it('refuses a write without the header against forged requests', async () => {
    const response = await host.inject({ method: 'POST', path: '/api/echo/7', body: {} });
    expect(response).toMatchObject({
      status: 400,
      body: { message: 'Request must contain a kbn-xsrf header.' },
    });
  });

  it('says which part of the request is wrong', async () => {
    const request = { method: 'POST', path: '/api/named', headers: XSRF } as const;
    const wrong = await host.inject({ ...request, body: { name: 3 } });
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        statusCode: 400,
        error: 'Bad Request',
        message: '[request body]: name must be a text',
      },
    });
    const missing = await host.inject(request);
    expect(missing.body).toHaveProperty('message', '[request body]: name must be a text');
  });

  it('hands over only what was validated', async () => {
    const response = await host.inject({
      method: 'POST',
      path: '/api/named?more=1',
      headers: XSRF,
      body: { name: 'a', more: 1 },
    });
    expect(response.body).toEqual({ params: {}, query: {}, body: { name: 'a' } });
  });

  it('refuses bodies that are too large, by default from 1 MB on', async () => {
    const small = { method: 'POST', path: '/api/named', headers: XSRF } as const;
    expect((await host.inject({ ...small, body: { name: 'a'.repeat(200) } })).status).toBe(413);
    const large = { method: 'POST', path: '/api/echo/7', headers: XSRF } as const;
    expect((await host.inject({ ...large, body: { name: 'a'.repeat(200) } })).status).toBe(202);
    expect((await host.inject({ ...large, body: 'a'.repeat(1_048_576) })).status).toBe(413);
  });

  it('answers nothing with an empty 204', async () => {
    const response = await host.inject({
      method: 'DELETE',
      path: '/internal/thing',
      headers: { ...XSRF, ...V1 },
    });
    expect(response).toMatchObject({ status: 204, body: '' });
  });

  it('gives errors of the handler with their attributes', async () => {
    const response = await host.inject({ method: 'GET', path: '/internal/refusal', headers: V1 });
    expect(response).toMatchObject({
      status: 503,
      body: {
        statusCode: 503,
        error: 'Service Unavailable',
        message: 'later',
        attributes: { minutes: 5 },
      },
    });
  });

  it('keeps an unexpected error from the caller and logs it', async () => {
    const response = await host.inject({ method: 'GET', path: '/internal/accident', headers: V1 });
    expect(response.status).toBe(500);
    expect(JSON.stringify(response.body)).not.toContain('secret detail');
    expect(log.join()).toContain('secret detail');
  });

  it('answers unknown addresses with 404', async () => {
    const response = await host.inject({ method: 'GET', path: '/api/nothing' });
    expect(response).toMatchObject({ status: 404, body: { statusCode: 404, error: 'Not Found' } });
  });

  it('answers under the address of a space too', async () => {
    const response = await host.inject({ method: 'GET', path: '/s/team-a/api/echo/7?size=3' });
    expect(response).toMatchObject({
      status: 200,
      body: { params: { id: '7' }, query: { size: '3' } },
    });
  });

  it('gives handlers a working client of Elasticsearch', async () => {
    const response = await host.inject({ method: 'GET', path: '/internal/cluster', headers: V1 });
    expect(response).toMatchObject({ status: 200, body: { indices: false } });
  });

  it('tells the handler when the caller has gone', async () => {
    const wasAborted = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const wasEntered = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const controller = new AbortController();
    const response = fetch(`${host.url}/internal/slow`, { headers: V1, signal: controller.signal });
    await wasEntered;
    controller.abort();
    await expect(response).rejects.toThrow();
    await expect(wasAborted).resolves.toBeUndefined();
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(host.url).port);
    const second = startHost(playground, {}, { port });
    await expect(second).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
  });
});
