import type { CoreStart, ElasticsearchClient } from '@kbn/core/server';
import type { SecurityPluginStart } from '@kbn/security-plugin/server';

import { DetectorError } from '../../../server/errors';
import { DetectorKeys } from '../../../server/saved_objects/detector_keys';
import { settings } from '../../builders/settings';

/** Fails the test when anything is called that a check must not touch. */
const untouched = <T extends object>(): T =>
  new Proxy({} as T, {
    get(_, name) {
      throw new Error(`${String(name)} was touched`);
    },
  });

const keys = ({ canEncrypt = true, security = true, apiKeys = true } = {}) =>
  new DetectorKeys(
    untouched<CoreStart>(),
    {
      setup: { canEncrypt, registerType() {} },
      start: { isEncryptionError: () => false, getClient: () => untouched() },
    },
    {
      start: {
        authc: { apiKeys: { areAPIKeysEnabled: () => Promise.resolve(apiKeys) } },
      } as unknown as SecurityPluginStart,
      isEnabled: () => security,
    },
    untouched(),
    30_000
  );

const clientWith = (index: Record<string, Record<string, boolean>>) =>
  ({
    security: {
      hasPrivileges: () =>
        Promise.resolve({
          has_all_requested: Object.values(index).every((has) => Object.values(has).every(Boolean)),
          index,
        }),
    },
  }) as unknown as ElasticsearchClient;

const faultOf = async (check: Promise<void>): Promise<DetectorError> => {
  try {
    await check;
  } catch (error) {
    if (error instanceof DetectorError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
};

describe('before a detector is saved', () => {
  it('asks for an encryption key, and grants nothing without one', async () => {
    const fault = await faultOf(
      keys({ canEncrypt: false }).assertGrantable(untouched(), settings(), 'default')
    );
    expect(fault.fault).toBe('invalid');
    expect(fault.message).toMatch(/Set xpack\.encryptedSavedObjects\.encryptionKey .* kibana\.yml/);
  });

  it('asks for API keys where Elasticsearch grants none', async () => {
    const fault = await faultOf(
      keys({ apiKeys: false }).assertGrantable(untouched(), settings(), 'default')
    );
    expect(fault.message).toMatch(/Set xpack\.security\.authc\.api_key\.enabled: true/);
  });

  it('asks for no privileges on other clusters, which know them alone', async () => {
    const client = clientWith({ 'api-anomalies': { read: true } });
    await expect(
      keys().missing(client, settings({ indexPattern: 'remote:api-logs-*' }), 'default')
    ).resolves.toEqual([]);
  });

  it('names each privilege that is missing with its index', async () => {
    const client = clientWith({
      'api-logs-*': { read: true, view_index_metadata: false },
      'api-anomalies-ops': { read: true, index: false, delete: false },
    });
    const fault = await faultOf(keys().assertGrantable(client, settings(), 'ops'));
    expect(fault.fault).toBe('forbidden');
    expect(fault.message).toContain(
      'view_index_metadata on "api-logs-*"; index, delete on "api-anomalies-ops"'
    );
  });

  it('asks for nothing where security is off', async () => {
    await expect(
      keys({ canEncrypt: false, security: false }).assertGrantable(
        untouched(),
        settings(),
        'default'
      )
    ).resolves.toBeUndefined();
  });
});
