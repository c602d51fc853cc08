import type {
  ElasticsearchClient,
  KibanaRequest,
  SavedObjectsClientContract,
} from '@kbn/core/server';

/** Who asks for something, and from which space. */
export interface Caller {
  request: KibanaRequest;
  spaceId: string;
  /** null with security off */
  username: string | null;
  /** With the caller's own rights. */
  client: ElasticsearchClient;
  savedObjects: SavedObjectsClientContract;
}

/** " by ada", to be put behind what was done; nothing with security off. */
export const byWhom = ({ username }: Pick<Caller, 'username'>): string =>
  username === null ? '' : ` by ${username}`;
