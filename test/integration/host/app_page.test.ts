import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createPlayground, startHost, type StartedHost } from './test_host';

describe('the page of the host', () => {
  const playground = createPlayground();
  let host: StartedHost;

  beforeAll(async () => {
    const publicDir = join(playground.dataDir, 'public');
    mkdirSync(publicDir);
    writeFileSync(join(publicDir, 'shell.js'), 'export {};');
    const privileges = (ui: string[]) => ({
      app: [],
      api: [],
      savedObject: { all: [], read: [] },
      ui,
    });
    host = await startHost(
      playground,
      {
        setup: (_core, { features }) =>
          features.registerKibanaFeature({
            id: 'notes',
            name: 'Notes',
            category: { id: 'c', label: 'C' },
            app: [],
            privileges: { all: privileges(['show', 'save']), read: privileges(['show']) },
          }),
      },
      { publicDir }
    );
  });
  afterAll(async () => {
    await host.stop();
    await playground.remove();
  });

  const get = (path: string) => host.inject({ method: 'GET', path });

  it('opens at the app, in the space of the address, with its query', async () => {
    expect(await get('/?entity=a')).toMatchObject({
      status: 302,
      headers: { location: '/app/anomalyDetector?entity=a' },
    });
    expect(await get('/s/team-a/')).toMatchObject({
      headers: { location: '/s/team-a/app/anomalyDetector' },
    });
  });

  it('answers every address of the app with the same page, which runs no inline script', async () => {
    const page = await get('/app/anomalyDetector');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect((await get('/s/team-a/app/anomalyDetector/deep/link')).body).toBe(page.body);
  });

  it('tells the app what the user may do: everything of the feature', async () => {
    const { body } = await get('/app/anomalyDetector');
    expect(String(body).replaceAll('&quot;', '"')).toContain('{"notes":{"show":true,"save":true}}');
  });

  it('serves built files, and nothing from outside their folder', async () => {
    const script = await get('/host_assets/shell.js');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toMatch(/^text\/javascript/);
    expect((await get('/host_assets/none.js')).status).toBe(404);
    expect((await get('/host_assets/..%2Fencryption_key')).status).toBe(404);
    expect((await get('/host_assets/%2e%2e/encryption_key')).status).toBe(404);
  });
});
