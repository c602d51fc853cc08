import type { ElasticsearchClient } from '@kbn/core/server';

import type { DetectorOwner } from '../../../common/detector';
import { explainAccess } from '../../../server/detectors/explain_access';
import { DetectorError } from '../../../server/errors';
import type { DetectorKeys } from '../../../server/saved_objects/detector_keys';
import type { Space } from '../../../server/space';
import { detector } from '../../builders/settings';

const owner: DetectorOwner = {
  username: 'ada',
  keyKind: 'granted',
  keyId: 'key-1',
  keyName: 'Anomaly Detector: Shop (4f1c)',
  since: '2026-03-01T00:00:00.000Z',
};
const owned = detector({ owner });

const REVOKED = Object.assign(new Error('security_exception'), {
  meta: {
    statusCode: 401,
    body: {
      error: {
        type: 'security_exception',
        reason: 'unable to authenticate',
        additional_unsuccessful_credentials: 'API key: api key [key-1] has been invalidated',
      },
    },
  },
});

const missing = new DetectorError('not_found', 'No index was found.');
const refused = new DetectorError('forbidden', 'A privilege is missing: read.');

/** @param answer what Elasticsearch says of the privileges; an Error is thrown */
async function explained(
  error: unknown,
  answer: Error | Record<string, Record<string, boolean>>,
  current: DetectorOwner = owner
): Promise<unknown> {
  const client = {
    security: {
      hasPrivileges: () =>
        answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ index: answer }),
    },
  } as unknown as ElasticsearchClient;
  return explainAccess(
    { clientOf: () => Promise.resolve(client) } as unknown as DetectorKeys,
    {
      id: 'default',
      detectors: { ownerOf: () => Promise.resolve(current) },
    } as unknown as Space,
    owned,
    error
  );
}

const READS_ALL = { 'api-logs-*': { read: true } };

describe('a run that failed for want of rights', () => {
  it('says whose they are, which privilege is missing on which index, and what to do', async () => {
    const answer = { 'api-logs-*': { read: false, view_index_metadata: true } };
    for (const error of [missing, refused]) {
      expect(await explained(error, answer)).toMatchObject({
        fault: 'forbidden',
        message:
          'The detector runs with the rights of ada (API key "Anomaly Detector: Shop (4f1c)", in use since 2026-03-01T00:00:00.000Z), which lack read on "api-logs-*". Re-authorise the detector as a user who has these privileges: it runs with the rights of that user then.',
      });
    }
  });

  it('says that the key was revoked, and whose it was', async () => {
    const { message } = (await explained(refused, REVOKED)) as DetectorError;
    expect(message).toMatch(/^The detector runs with the rights of ada \(API key "/);
    expect(message).toMatch(/api key \[key-1\] has been invalidated\): re-authorise/);
  });

  it('names the owner where the privilege is missing on another cluster, which alone knows it', async () => {
    const { message } = (await explained(refused, READS_ALL)) as DetectorError;
    expect(message).toMatch(/rights of ada .*A privilege is missing: read\.$/);
  });

  it('is tried again when the detector was given another key in the meantime', async () => {
    const current = { ...owner, keyId: 'key-2' };
    expect(await explained(refused, REVOKED, current)).toMatchObject({ fault: 'unavailable' });
  });
});

describe('a run that failed for another reason', () => {
  it('says that reason', async () => {
    expect(await explained(missing, READS_ALL)).toBe(missing);
    const away = Object.assign(new Error('connect'), { name: 'ConnectionError' });
    expect(await explained(refused, away)).toBe(refused);
    const bug = new TypeError('x is not a function');
    expect(await explained(bug, READS_ALL)).toBe(bug);
  });
});
