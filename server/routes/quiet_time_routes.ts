import { calendarParams, detectorParams, muteParams, paths } from '../../common/api';
import {
  calendarBody,
  feedbackBody,
  muteBody,
  type QuietTimesChanged,
  type QuietTimesResponse,
} from '../../common/quiet_times';

import type { Caller } from '../detectors/caller';
import type { Space } from '../space';

import type { Routes, RouteServices } from './services';

/** What came of a change, as whoever made it may see it. */
async function shownTo(
  { client }: Pick<Caller, 'client'>,
  space: Space,
  { names }: Pick<RouteServices, 'names'>,
  detectorId: string,
  changing: Promise<QuietTimesChanged>
): Promise<QuietTimesChanged> {
  const changed = await changing;
  return names.quietTimes(client, space, await space.detectors.get(detectorId), changed);
}

export function addQuietTimeRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.quietTimes,
    summary: 'What a detector is quiet about: expected times, mutes and calendars',
    privilege: 'read',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<QuietTimesResponse> => {
      const detector = await space.detectors.get(params.id);
      const { quietTimes, broken } = await space.quietTimes.read(params.id);
      const sentence = await services.names.sentencesFor(caller.client, space, detector);
      return {
        ...(await services.names.quietTimes(caller.client, space, detector, quietTimes)),
        timeZone: detector.settings.timeZone,
        broken: broken.map(({ id, reason }) => ({ id, reason: sentence(reason) })),
      };
    },
  });
  routes.add({
    method: 'post',
    path: paths.feedback,
    summary: 'Mark records, an incident or a time as expected, or take that back',
    privilege: 'write',
    params: detectorParams,
    body: feedbackBody,
    handle: ({ caller, space, services, params, body }) =>
      shownTo(
        caller,
        space,
        services,
        params.id,
        services.quietTimes.giveFeedback(caller, space, params.id, body)
      ),
  });
  routes.add({
    method: 'post',
    path: paths.mutes,
    summary: 'Mute an entity, or all, for a time',
    privilege: 'write',
    params: detectorParams,
    body: muteBody,
    handle: ({ caller, space, services, params, body }) =>
      shownTo(
        caller,
        space,
        services,
        params.id,
        services.quietTimes.mute(caller, space, params.id, body)
      ),
  });
  routes.add({
    method: 'delete',
    path: paths.mute,
    summary: 'Remove a mute',
    privilege: 'write',
    params: muteParams,
    handle: ({ caller, space, services, params }) =>
      shownTo(
        caller,
        space,
        services,
        params.id,
        services.quietTimes.unmute(space, params.id, params.muteId)
      ),
  });
  routes.add({
    method: 'post',
    path: paths.calendars,
    summary: 'Add a calendar',
    privilege: 'write',
    params: detectorParams,
    body: calendarBody,
    handle: ({ caller, space, services, params, body }) =>
      shownTo(
        caller,
        space,
        services,
        params.id,
        services.quietTimes.addCalendar(caller, space, params.id, body)
      ),
  });
  routes.add({
    method: 'put',
    path: paths.calendar,
    summary: 'Replace a calendar',
    privilege: 'write',
    params: calendarParams,
    body: calendarBody,
    handle: ({ caller, space, services, params, body }) =>
      shownTo(
        caller,
        space,
        services,
        params.id,
        services.quietTimes.replaceCalendar(caller, space, params.id, params.calendarId, body)
      ),
  });
  routes.add({
    method: 'delete',
    path: paths.calendar,
    summary: 'Remove a calendar',
    privilege: 'write',
    params: calendarParams,
    handle: ({ caller, space, services, params }) =>
      shownTo(
        caller,
        space,
        services,
        params.id,
        services.quietTimes.removeCalendar(space, params.id, params.calendarId)
      ),
  });
}
