import type { PrivilegesResponse } from '../../common/access';
import { INTERNAL_API_VERSION, paths } from '../../common/api';
import type { Detector } from '../../common/detector';
import { matching } from '../builders/matching';

import { itLeavesNothingOfADeletedSpace } from './deleted_space';
import { itReadsNothingThatIsForbidden } from './forbidden_reads';
import { itTellsOfUnhealthyDetectors } from './health_rule';
import { DetectorApi, Http, type Refusal } from './kibana_api';
import { itDoesTheMainJob } from './main_job';
import { itKeepsModels } from './models';
import { itGrantsToEachUserWhatTheirRightsAllow } from './rights_matrix';
import { itGuardsRulesAndPanels } from './rules_of_users';
import { startStack, type Stack } from './stack';
import { addUser, PASSWORD, READ_LOGS, WRITE_RECORDS } from './users';

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
  describe('a user', () => itGrantsToEachUserWhatTheirRightsAllow(() => stack));
  describe('a caller', () => itReadsNothingThatIsForbidden(() => stack));
  describe('rules and panels', () => itGuardsRulesAndPanels(() => stack));
  describe('a health rule', () => itTellsOfUnhealthyDetectors(() => stack));
  describe('a deleted space', () => itLeavesNothingOfADeletedSpace(() => stack));

  describe('a detector', () => {
    const elasticsearch = () => new Http(stack.elasticsearch, stack.user);
    const as = (username: string) => new DetectorApi(stack, { username, password: PASSWORD });

    const addRole = (
      name: string,
      feature: 'all' | 'read' | undefined,
      logs: string[],
      records: string[]
    ) =>
      addUser(stack, name, {
        feature,
        indices: [
          { names: ['api-logs-*'], privileges: logs },
          { names: ['api-anomalies*'], privileges: records },
        ].filter(({ privileges }) => privileges.length > 0),
      });

    const keyOf = async (id: string): Promise<ApiKey> => {
      const { body } = await elasticsearch().request<{ api_keys: ApiKey[] }>(
        'GET',
        `/_security/api_key?id=${id}`
      );
      return body.api_keys[0];
    };

    let owned: Detector;

    beforeAll(async () => {
      await addRole('maintainer', 'all', READ_LOGS, WRITE_RECORDS);
      await addRole('successor', 'all', READ_LOGS, WRITE_RECORDS);
      await addRole('reader', 'read', [], ['read']);
      await addRole('outsider', undefined, READ_LOGS, WRITE_RECORDS);
      await addRole('powerless', 'all', [], []);
    });

    it('runs with a key of its owner, narrowed to what it needs, and stored encrypted', async () => {
      owned = await as('maintainer').create({ name: 'Owned', indexPattern: 'api-logs-generated' });
      expect(owned.owner).toMatchObject({ username: 'maintainer', keyKind: 'granted' });
      const key = await keyOf(owned.owner.keyId!);
      expect(key).toMatchObject({ username: 'maintainer', invalidated: false });
      expect(
        key.role_descriptors.detector.indices.map(({ names, privileges }) => [names, privileges])
      ).toEqual([
        [['api-logs-generated'], READ_LOGS],
        [['api-anomalies'], WRITE_RECORDS],
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

    it('says what is missing before anybody tries to save', async () => {
      const ask = (user: string, indexPattern: string) =>
        as(user).http.request<PrivilegesResponse>('POST', paths.privileges, {
          body: { indexPattern },
          version: INTERNAL_API_VERSION,
        });
      expect((await ask('maintainer', 'api-logs-*')).body).toEqual({
        canSave: true,
        username: 'maintainer',
        missing: [],
        obstacles: [],
        unchecked: [],
      });
      expect((await ask('powerless', 'api-logs-a,remote:api-logs-*')).body).toMatchObject({
        canSave: false,
        missing: [
          { index: 'api-anomalies', privileges: WRITE_RECORDS },
          { index: 'api-logs-a', privileges: READ_LOGS },
        ].map((each) => ({
          ...each,
          privileges: expect.arrayContaining(each.privileges) as string[],
        })),
        unchecked: ['remote:api-logs-*'],
      });
    });

    it('says so when its key is revoked, and runs again with the rights of who re-authorises it', async () => {
      await as('maintainer').ok('POST', `/detectors/${owned.id}/_start`);
      await as('maintainer').until(owned.id, ({ status }) => status.state === 'running');
      await elasticsearch().request('DELETE', '/_security/api_key', {
        body: { ids: [owned.owner.keyId] },
      });
      const degraded = await as('maintainer').until(
        owned.id,
        ({ status }) => status.health.some(({ kind }) => kind === 'not_authorised'),
        180
      );
      expect(degraded.status).toMatchObject({
        state: 'degraded',
        message: matching(
          /rights of maintainer \(API key "Anomaly Detector: Owned .*has been invalidated.*re-authorise/
        ),
      });

      const refused = await as('powerless').call<Refusal>(
        'POST',
        `/detectors/${owned.id}/_authorize`
      );
      expect(refused).toMatchObject({
        status: 403,
        body: { message: matching(/read.* on "api-logs/) },
      });
      expect((await as('reader').call('POST', `/detectors/${owned.id}/_authorize`)).status).toBe(
        403
      );

      const before = owned;
      owned = await as('successor').ok('POST', `/detectors/${owned.id}/_authorize`);
      expect(owned.owner).toMatchObject({ username: 'successor', keyKind: 'granted' });
      expect(owned.settings).toEqual(before.settings);
      expect(await keyOf(owned.owner.keyId!)).toMatchObject({
        username: 'successor',
        name: owned.owner.keyName,
        invalidated: false,
      });
      await as('maintainer').until(owned.id, ({ status }) => status.state === 'running', 180);
    });

    it('says which privilege its key lacks on which index', async () => {
      // A key that the owner narrows is what is left of the rights that the detector once had.
      const { body: key } = await elasticsearch().request<{ id: string; encoded: string }>(
        'POST',
        '/_security/api_key',
        { body: { name: 'narrowed' } }
      );
      const api = new DetectorApi(stack, { apiKey: key.encoded });
      const { id } = await api.create({ name: 'Narrowed', indexPattern: 'api-logs-generated' });
      await elasticsearch().request('PUT', `/_security/api_key/${key.id}`, {
        body: {
          role_descriptors: {
            detector: { indices: [{ names: ['api-anomalies'], privileges: ['all'] }] },
          },
        },
      });
      const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
      expect(await as('maintainer').run(id, '_train', range)).toMatchObject({
        state: 'failed',
        message: matching(
          /rights of elastic \(API key .* of their own, .*which lack read, view_index_metadata on "api-logs-generated"\. Re-authorise/
        ),
      });
      await as('maintainer').ok('DELETE', `/detectors/${id}?keepRecords=true`);
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
