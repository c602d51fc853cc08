import { paths, pathOf } from '../../common/api';
import type { Detector } from '../../common/detector';
import { matching } from '../builders/matching';

import { DetectorApi, Http, type Refusal } from './kibana_api';
import { itDoesTheMainJob } from './main_job';
import { itKeepsModels } from './models';
import { startStack, type Stack } from './stack';

jest.setTimeout(300_000);

interface ApiKey {
  id: string;
  invalidated: boolean;
  username: string;
  role_descriptors: { detector: { indices: Array<{ names: string[]; privileges: string[] }> } };
}

describe('in a Kibana with security', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack('secured');
  });
  afterAll(async () => {
    await (stack as Stack | undefined)?.stop();
  });

  itDoesTheMainJob(() => stack);
  describe('models', () => itKeepsModels(() => stack));

  describe('a detector', () => {
    const password = 'changeme-too';
    const elasticsearch = () => new Http(stack.elasticsearch, stack.user);
    const as = (username: string) => new DetectorApi(stack, { username, password });

    /** A role in Kibana and on indices, and a user of the same name who has it. */
    const addUser = async (
      name: string,
      privilege: string | null,
      logs: string[],
      records: string[]
    ) => {
      const kibana = new Http(stack.kibana, stack.user);
      const role = await kibana.request('PUT', `/api/security/role/${name}`, {
        body: {
          elasticsearch: {
            cluster: [],
            indices: [
              { names: ['api-logs-*'], privileges: logs },
              { names: ['api-anomalies*'], privileges: records },
            ].filter(({ privileges }) => privileges.length > 0),
          },
          kibana: privilege
            ? [{ base: [], feature: { anomalyDetector: [privilege] }, spaces: ['*'] }]
            : [],
        },
      });
      expect(role.status).toBe(204);
      await elasticsearch().request('POST', `/_security/user/${name}`, {
        body: { password, roles: [name] },
      });
    };

    const keyOf = async (id: string): Promise<ApiKey> => {
      const { body } = await elasticsearch().request<{ api_keys: ApiKey[] }>(
        'GET',
        `/_security/api_key?id=${id}`
      );
      return body.api_keys[0];
    };

    const readLogs = ['read', 'view_index_metadata'];
    const writeRecords = ['read', 'view_index_metadata', 'index', 'delete', 'create_index'];
    let owned: Detector;

    beforeAll(async () => {
      await addUser('maintainer', 'all', readLogs, writeRecords);
      await addUser('reader', 'read', [], ['read']);
      await addUser('outsider', null, readLogs, writeRecords);
      await addUser('powerless', 'all', [], []);
    });

    it('runs with a key of its owner, narrowed to what it needs, and stored encrypted', async () => {
      owned = await as('maintainer').create({ name: 'Owned', indexPattern: 'api-logs-generated' });
      expect(owned.owner).toMatchObject({ username: 'maintainer', keyKind: 'granted' });
      const key = await keyOf(owned.owner.keyId!);
      expect(key).toMatchObject({ username: 'maintainer', invalidated: false });
      expect(
        key.role_descriptors.detector.indices.map(({ names, privileges }) => [names, privileges])
      ).toEqual([
        [['api-logs-generated'], readLogs],
        [['api-anomalies'], writeRecords],
      ]);
      const { body } = await elasticsearch().request<{
        hits: { hits: Array<{ _source: Record<string, { apiKey: string }> }> };
      }>('POST', '/.kibana_anomaly_detector/_search', {
        body: { query: { term: { type: 'anomaly-detector-key' } }, size: 100 },
      });
      for (const { _source } of body.hits.hits) {
        const stored = _source['anomaly-detector-key'].apiKey;
        expect(Buffer.from(stored, 'base64').toString()).not.toContain(owned.owner.keyId);
      }
    });

    it('gets a new key with every save, and the old one is worth nothing', async () => {
      const before = owned.owner.keyId!;
      owned = await as('maintainer').ok('PUT', `/detectors/${owned.id}`, owned.settings);
      expect(owned.owner.keyId).not.toBe(before);
      expect((await keyOf(before)).invalidated).toBe(true);
    });

    it('scores with its own rights, whoever asks', async () => {
      const to = new Date().toISOString();
      const from = new Date(Date.now() - 21 * 86_400_000).toISOString();
      expect(await as('maintainer').run(owned.id, '_score', { from, to })).toMatchObject({
        state: 'done',
      });
      const seen = await as('reader').anomalies({ detectorId: owned.id, size: '1' });
      expect(seen).toHaveLength(1);
    });

    it('says who lacks which privilege on which index before anything is saved', async () => {
      const answer = await as('powerless').call<Refusal>('POST', '/detectors', {});
      expect(answer).toMatchObject({
        status: 403,
        body: { message: matching(/read, view_index_metadata on "api-logs-\*"/) },
      });
      const { body } = await elasticsearch().request<{ api_keys: ApiKey[] }>(
        'GET',
        '/_security/api_key?username=powerless'
      );
      expect(body.api_keys).toEqual([]);
    });

    it('says so when its key is revoked, and runs again when it is saved', async () => {
      await as('maintainer').ok('POST', `/detectors/${owned.id}/_start`);
      await as('maintainer').until(owned.id, ({ status }) => status.state === 'running');
      await elasticsearch().request('DELETE', '/_security/api_key', {
        body: { ids: [owned.owner.keyId] },
      });
      const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
      expect(await as('maintainer').run(owned.id, '_train', range)).toMatchObject({
        state: 'failed',
        message: matching(/API key was revoked or has expired: save the detector/),
      });
      owned = await as('maintainer').ok('PUT', `/detectors/${owned.id}`, owned.settings);
      expect((await as('maintainer').run(owned.id, '_train', range)).message).toMatch(
        /has no logs from/
      );
    });

    it('can be saved with an API key, which stays the caller’s', async () => {
      const { body: key } = await elasticsearch().request<{ id: string; encoded: string }>(
        'POST',
        '/_security/api_key',
        { body: { name: 'own' } }
      );
      const api = new DetectorApi(stack, { apiKey: key.encoded });
      const created = await api.create({ name: 'By key', indexPattern: 'api-logs-generated' });
      expect(created.owner).toMatchObject({ keyKind: 'own', keyId: key.id });
      await api.ok('DELETE', `/detectors/${created.id}`);
      expect((await keyOf(key.id)).invalidated).toBe(false);
    });

    it('is open to readers for looking only, and closed to everybody else', async () => {
      const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
      const reads = [paths.detectors, paths.detector, paths.models, paths.runs, paths.anomalies];
      const writes: Array<[string, string, object?]> = [
        ['POST', paths.detectors, {}],
        ['PUT', paths.detector, {}],
        ['DELETE', paths.detector],
        ['POST', paths.start],
        ['POST', paths.stop],
        ['POST', paths.train, range],
        ['POST', paths.score, range],
      ];
      const statusOf = async (user: string, method: string, path: string, body?: object) =>
        (await as(user).http.request(method, pathOf(path, { id: owned.id }), { body })).status;
      for (const path of reads) {
        expect([path, await statusOf('reader', 'GET', path)]).toEqual([path, 200]);
        expect([path, await statusOf('outsider', 'GET', path)]).toEqual([path, 403]);
      }
      for (const [method, path, body] of writes) {
        expect([path, await statusOf('reader', method, path, body)]).toEqual([path, 403]);
        expect([path, await statusOf('outsider', method, path, body)]).toEqual([path, 403]);
      }
    });

    it('is not to be seen from another space', async () => {
      await new Http(stack.kibana, stack.user).request('POST', '/api/spaces/space', {
        body: { id: 'other', name: 'Other' },
      });
      const other = new DetectorApi(stack, stack.user, 'other');
      expect((await other.call('GET', `/detectors/${owned.id}`)).status).toBe(404);
      expect(await other.ok('GET', '/detectors')).toMatchObject({ detectors: [] });
      expect(await other.anomalies({})).toEqual([]);
      const nowhere = new DetectorApi(stack, stack.user, 'nowhere');
      expect((await nowhere.call('POST', '/detectors', {})).status).toBeGreaterThanOrEqual(400);
    });

    it('leaves no key behind when it is deleted', async () => {
      await as('maintainer').ok('DELETE', `/detectors/${owned.id}`);
      expect((await keyOf(owned.owner.keyId!)).invalidated).toBe(true);
    });
  });
});
