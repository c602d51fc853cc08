import type { KibanaRequest } from '@kbn/core/server';

export interface SpacesPluginStart {
  spacesService: {
    getSpaceId(request: KibanaRequest): string;
    /** @throws an error with output.statusCode 404 or 403 where the space is not there for the caller */
    getActiveSpace(request: KibanaRequest): Promise<{ id: string; name: string }>;
    spaceIdToNamespace(spaceId: string): string | undefined;
  };
}
