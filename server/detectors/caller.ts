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
