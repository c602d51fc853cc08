import type { KibanaRequest } from '@kbn/core/server';
import type { SpacesPluginStart } from '@kbn/spaces-plugin/server';

import { DEFAULT_SPACE } from './http/space_path';
import { SavedObjectError } from './saved_objects/saved_object_error';

/** The space that the request's address names; requests made up by the plugin are in the default one. */
export function spaceIdOf(request: KibanaRequest): string {
  return 'spaceId' in request && typeof request.spaceId === 'string'
    ? request.spaceId
    : DEFAULT_SPACE;
}

/** A fixed list of spaces, known from the addresses `/s/<space>/…`. */
export function createSpaces(spaceIds: string[]): SpacesPluginStart {
  return {
    spacesService: {
      getSpaceId: spaceIdOf,
      getActiveSpace: async (request) => {
        const id = spaceIdOf(request);
        if (id !== DEFAULT_SPACE && !spaceIds.includes(id)) {
          throw new SavedObjectError(404, `Saved object [space/${id}] not found`);
        }
        return Promise.resolve({ id, name: id });
      },
      spaceIdToNamespace: (id) => (id === DEFAULT_SPACE ? undefined : id),
    },
  };
}
