import type {
  ElasticsearchClient,
  KibanaRequest,
  SavedObjectsClientContract,
} from '@kbn/core/server';

export interface DataViewSpec {
  id: string;
  title: string;
  name?: string;
  timeFieldName?: string;
  allowNoIndex?: boolean;
}

export interface DataViewsService {
  get(id: string): Promise<{ id?: string }>;
  createAndSave(
    spec: DataViewSpec,
    override?: boolean,
    skipFetchFields?: boolean
  ): Promise<unknown>;
}

export interface DataViewsServerPluginStart {
  dataViewsServiceFactory(
    savedObjectsClient: SavedObjectsClientContract,
    elasticsearchClient: ElasticsearchClient,
    request?: KibanaRequest
  ): Promise<DataViewsService>;
}
