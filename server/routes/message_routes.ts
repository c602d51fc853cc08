import { detectorParams, paths } from '../../common/api';
import { messagesQuery, type MessagesResponse } from '../../common/messages';

import type { Routes } from './services';

export function addMessageRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.messages,
    summary: 'List what happened to a detector, newest first',
    privilege: 'read',
    params: detectorParams,
    query: messagesQuery,
    handle: async ({ space, services, params, query }): Promise<MessagesResponse> => {
      await space.detectors.get(params.id);
      return services.log.list(params.id, query);
    },
  });
}
