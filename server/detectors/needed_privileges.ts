import type { ElasticsearchClient } from '@kbn/core/server';

import type { MissingPrivilege } from '../../common/access';
import type { DetectorSettings } from '../../common/detector';
import { recordsIndexOf } from '../../common/record';
import { withExplainedErrors } from '../elasticsearch/elasticsearch_error';

const LOG_PRIVILEGES = ['read', 'view_index_metadata'];
const RECORD_PRIVILEGES = ['read', 'view_index_metadata', 'index', 'delete', 'create_index'];

/** What of a detector decides which privileges it needs. */
export type Watched = Pick<DetectorSettings, 'indexPattern'>;

const namesOf = ({ indexPattern }: Watched): string[] =>
  indexPattern.split(',').map((name) => name.trim());

const isRemote = (name: string): boolean => name.includes(':');

/** The indices of this cluster that a detector touches, and what it must be allowed to do there. */
const neededHere = (watched: Watched, spaceId: string) =>
  [
    { names: namesOf(watched).filter((name) => !isRemote(name)), privileges: LOG_PRIVILEGES },
    { names: [recordsIndexOf(spaceId)], privileges: RECORD_PRIVILEGES },
  ].filter(({ names }) => names.length > 0);

/**
 * What a detector's key is narrowed to. Another cluster looks for its indices by their own names: among `indices` where it
 * trusts this cluster's users, and among `remote_indices` where clusters are joined by API keys.
 */
export function neededPrivileges(watched: Watched, spaceId: string) {
  const indices = neededHere(watched, spaceId);
  const remote = remotePatterns(watched).map((pattern) => {
    const [cluster, name] = pattern.split(':');
    return { cluster, name };
  });
  if (remote.length === 0) return { indices };
  const names = remote.map(({ name }) => name);
  return {
    indices: [...indices, { names, privileges: [...LOG_PRIVILEGES, 'read_cross_cluster'] }],
    remote_indices: remote.map(({ cluster, name }) => ({
      clusters: [cluster],
      names: [name],
      privileges: LOG_PRIVILEGES,
    })),
  };
}

/** Patterns of other clusters: privileges on them are known only there. */
export const remotePatterns = (watched: Watched): string[] => namesOf(watched).filter(isRemote);

/**
 * Which of the privileges that a detector needs whoever the client acts for does not have.
 * @param who for the words of an error
 * @throws DetectorError when Elasticsearch does not say
 */
export async function missingPrivileges(
  client: ElasticsearchClient,
  watched: Watched,
  spaceId: string,
  who: 'detector' | 'user' = 'user'
): Promise<MissingPrivilege[]> {
  const index = neededHere(watched, spaceId);
  const { index: answers } = await withExplainedErrors(
    'checking privileges',
    () => client.security.hasPrivileges({ index }),
    who
  );
  return Object.entries(answers).flatMap(([name, privileges]) => {
    const lacking = Object.entries(privileges).flatMap(([privilege, has]) =>
      has ? [] : [privilege]
    );
    return lacking.length > 0 ? [{ index: name, privileges: lacking }] : [];
  });
}

/** `read on "api-logs-*"; index, delete on "api-anomalies"` */
export const inWords = (missing: readonly MissingPrivilege[]): string =>
  missing.map(({ index, privileges }) => `${privileges.join(', ')} on "${index}"`).join('; ');
