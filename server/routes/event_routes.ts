import { paths } from '../../common/api';
import { eventBody, eventParams, eventsQuery, type EventsResponse } from '../../common/events';
import { DetectorError } from '../errors';

import type { Routes } from './services';

export function addEventRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.events,
    summary: 'List deploys and other events',
    privilege: 'read',
    query: eventsQuery,
    handle: async ({ space, query }): Promise<EventsResponse> => {
      if (Date.parse(query.to) <= Date.parse(query.from)) {
        throw new DetectorError(
          'invalid',
          `"from" (${query.from}) must be before "to" (${query.to}).`
        );
      }
      if (query.detectorId !== undefined) await space.detectors.get(query.detectorId);
      return space.events.list(query);
    },
  });
  routes.add({
    method: 'post',
    path: paths.events,
    summary: 'Tell of a deploy or another event',
    privilege: 'write',
    body: eventBody,
    handle: async ({ caller, space, body }) => {
      if (body.detectorId !== null) await space.detectors.get(body.detectorId);
      return space.events.add({
        ...body,
        createdAt: new Date().toISOString(),
        createdBy: caller.username,
      });
    },
  });
  routes.add({
    method: 'delete',
    path: paths.event,
    summary: 'Delete an event',
    privilege: 'write',
    status: 204,
    params: eventParams,
    handle: ({ space, params }) => space.events.delete(params.eventId),
  });
}
