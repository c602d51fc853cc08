import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector, DetectorOwner } from '../../common/detector';
import { DetectorError } from '../errors';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';

import { inWords, missingPrivileges } from './needed_privileges';

const WHAT_TO_DO =
  'Re-authorise the detector as a user who has these privileges: it runs with the rights of that user then.';

/** `the rights of ada (API key "Anomaly Detector: Shop (4f…)", granted 2026-03-01T00:00:00.000Z)` */
function rightsOf({ username, keyKind, keyId, keyName, since }: DetectorOwner): string {
  const key = keyName === null ? `API key ${keyId}` : `API key "${keyName}"`;
  const whose = keyKind === 'own' ? `${key} of their own` : key;
  return `the rights of ${username ?? 'its owner'} (${whose}${since === null ? '' : `, in use since ${since}`})`;
}

/**
 * What a detector's run that failed for want of rights is told: whose rights it has, what is missing, and what to do. Indices
 * that may not be read are missing to Elasticsearch, so this is looked at too. Any other error comes back as it is.
 */
export async function explainAccess(
  keys: DetectorKeys,
  space: Space,
  detector: Detector,
  error: unknown
): Promise<unknown> {
  const isAboutAccess =
    error instanceof DetectorError && ['forbidden', 'not_found'].includes(error.fault);
  const { owner, settings } = detector;
  if (!isAboutAccess || owner.keyKind === 'none') return error;
  if (await hasOtherKey(space, detector)) {
    return new DetectorError(
      'unavailable',
      'The detector was given another API key while it ran. It will be tried again.'
    );
  }
  let client: ElasticsearchClient;
  try {
    client = await keys.clientOf(detector, space.namespace);
    const missing = await missingPrivileges(client, settings, space.id, 'detector');
    if (missing.length > 0) {
      return new DetectorError(
        'forbidden',
        `The detector runs with ${rightsOf(owner)}, which lack ${inWords(missing)}. ${WHAT_TO_DO}`
      );
    }
  } catch (refusal) {
    // Whatever else stands against asking says nothing of the privileges.
    if (!(refusal instanceof DetectorError) || refusal.fault !== 'forbidden') return error;
    return new DetectorError(
      'forbidden',
      `The detector runs with ${rightsOf(owner)}. ${refusal.message}`
    );
  }
  // All that can be asked for here is there: the privilege is missing on another cluster, or the index is not there at all.
  return error.fault === 'not_found'
    ? error
    : new DetectorError('forbidden', `The detector runs with ${rightsOf(owner)}. ${error.message}`);
}

/** Whether it was saved since the run began, which makes the run's key worth nothing. */
async function hasOtherKey(space: Space, { id, owner }: Detector): Promise<boolean> {
  try {
    const current = await space.detectors.ownerOf(id);
    return current !== undefined && current.keyId !== owner.keyId;
  } catch {
    // It is gone, or cannot be read: then nothing is known of another key.
    return false;
  }
}
