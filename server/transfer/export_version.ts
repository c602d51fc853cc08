import { EXPORT_VERSION } from '../../common/transfer';
import { DetectorError } from '../errors';

/** @throws DetectorError for a file of a later version, which may hold what is not understood here */
export function assertKnownVersion(version: number): void {
  if (version <= EXPORT_VERSION) return;
  throw new DetectorError(
    'invalid',
    `The file has version ${version}, and this version of the plugin reads files up to ${EXPORT_VERSION}. Update the plugin, or export again with this one.`
  );
}
