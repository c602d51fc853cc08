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
    handle: async ({ caller, space, services, params, query }): Promise<MessagesResponse> => {
      const detector = await space.detectors.get(params.id);
      const { total, messages } = await services.log.list(params.id, query);
      const sentence = await services.names.sentencesFor(caller.client, space, detector);
      return {
        total,
        messages: messages.map((message) =>
          message.kind === 'notice' ? { ...message, text: sentence(message.text) } : message
        ),
      };
    },
  });
}
