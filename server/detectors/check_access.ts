import type { PrivilegesBody, PrivilegesResponse } from '../../common/access';
import type { DetectorKeys } from '../saved_objects/detector_keys';

import type { Caller } from './caller';
import { remotePatterns } from './needed_privileges';

/** Says what is missing to save a detector, before anybody tries. */
export class CheckAccess {
  constructor(private readonly keys: DetectorKeys) {}

  /** @throws DetectorError when Elasticsearch does not say */
  async execute(
    { client, spaceId, username }: Caller,
    watched: PrivilegesBody
  ): Promise<PrivilegesResponse> {
    const [obstacles, missing] = await Promise.all([
      this.keys.obstacles(),
      this.keys.missing(client, watched, spaceId),
    ]);
    return {
      canSave: obstacles.length === 0 && missing.length === 0,
      username,
      missing,
      obstacles,
      unchecked: username === null ? [] : remotePatterns(watched),
    };
  }
}
