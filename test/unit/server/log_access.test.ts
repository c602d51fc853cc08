import type { ElasticsearchClient } from '@kbn/core/server';

import { LogAccess } from '../../../server/detectors/log_access';
import { detector as aDetector, settings } from '../../builders/settings';

interface Role {
  names?: string[];
  query?: string[];
  field_security?: Array<{ grant?: string[]; except?: string[] }>;
}

/** A client of somebody with these roles, who may or may not read what is asked for. */
function clientWith(roles: Role[] | Error, readsAll: boolean | Error = true) {
  const asked: string[][] = [];
  const answer = <T>(given: T | Error): Promise<T> =>
    given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
  const client = {
    security: {
      hasPrivileges: ({ index }: { index: Array<{ names: string[] }> }) => {
        asked.push(...index.map(({ names }) => names));
        return answer(readsAll instanceof Error ? readsAll : { has_all_requested: readsAll });
      },
      getUserPrivileges: () => answer(roles instanceof Error ? roles : { indices: roles }),
    },
  } as unknown as ElasticsearchClient;
  return { client, asked };
}

const WHOLE: Role = { names: ['api-logs-*'] };
const SECURED = new LogAccess(() => true);
const OPEN = new LogAccess(() => false);

const secured = (indexPattern = 'api-logs-*') =>
  aDetector({
    settings: settings({ indexPattern }),
    owner: { username: 'ada', keyKind: 'granted', keyId: 'key', keyName: null, since: null },
  });

describe('what was counted of the logs', () => {
  it('is shown to whoever reads all of them, without a restriction', async () => {
    const { client, asked } = clientWith([WHOLE]);
    expect(await SECURED.seesAll(client, secured('api-logs-*, shop-*,-shop-old-*'))).toBe(true);
    expect(asked).toEqual([['api-logs-*', 'shop-*']]);
  });

  it.each<[string, Role]>([
    ['documents', { ...WHOLE, query: ['{"term":{"tenant":"acme"}}'] }],
    ['fields', { ...WHOLE, field_security: [{ grant: ['@timestamp', 'service.name'] }] }],
  ])('is not shown to those who see a part of the %s', async (_, role) => {
    expect(await SECURED.seesAll(clientWith([role]).client, secured())).toBe(false);
    expect(await SECURED.seesAll(clientWith([WHOLE, role]).client, secured())).toBe(false);
  });

  it('is not shown to those who may read only some of the indices', async () => {
    const { client } = clientWith([{ names: ['api-logs-shop'] }], false);
    expect(await SECURED.seesAll(client, secured())).toBe(false);
  });

  it('is not shown where nobody says what the caller may read', async () => {
    const refused = new Error('Cannot retrieve privileges for API keys');
    expect(await SECURED.seesAll(clientWith(refused).client, secured())).toBe(false);
    expect(await SECURED.seesAll(clientWith([WHOLE], refused).client, secured())).toBe(false);
    expect(await SECURED.seesAll(clientWith([]).client, secured())).toBe(false);
  });

  it('is not shown where the logs are on another cluster, which alone knows who may read them', async () => {
    const { client } = clientWith([WHOLE]);
    expect(await SECURED.seesAll(client, secured('api-logs-*,eu:api-logs-*'))).toBe(false);
  });

  it('is shown to everybody where security is off, and nobody is asked', async () => {
    const { client, asked } = clientWith(new Error('no handler'), new Error('no handler'));
    expect(await OPEN.seesAll(client, aDetector())).toBe(true);
    expect(asked).toEqual([]);
  });

  it('is not shown where security only seems to be off, as while Elasticsearch is away', async () => {
    const { client } = clientWith([{ ...WHOLE, query: ['{"match_none":{}}'] }]);
    expect(await OPEN.seesAll(client, secured())).toBe(false);
  });
});
