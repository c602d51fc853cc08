import { calendarParams, detectorParams, muteParams, paths } from '../../common/api';
import {
  calendarBody,
  feedbackBody,
  muteBody,
  type QuietTimesResponse,
} from '../../common/quiet_times';

import type { Routes } from './services';

export function addQuietTimeRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.quietTimes,
    summary: 'What a detector is quiet about: expected times, mutes and calendars',
    privilege: 'read',
    params: detectorParams,
    handle: async ({ space, params }): Promise<QuietTimesResponse> => {
      const { settings } = await space.detectors.get(params.id);
      const { quietTimes, broken } = await space.quietTimes.read(params.id);
      return { ...quietTimes, timeZone: settings.timeZone, broken };
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
      services.quietTimes.giveFeedback(caller, space, params.id, body),
  });
  routes.add({
    method: 'post',
    path: paths.mutes,
    summary: 'Mute an entity, or all, for a time',
    privilege: 'write',
    params: detectorParams,
    body: muteBody,
    handle: ({ caller, space, services, params, body }) =>
      services.quietTimes.mute(caller, space, params.id, body),
  });
  routes.add({
    method: 'delete',
    path: paths.mute,
    summary: 'Remove a mute',
    privilege: 'write',
    params: muteParams,
    handle: ({ space, services, params }) =>
      services.quietTimes.unmute(space, params.id, params.muteId),
  });
  routes.add({
    method: 'post',
    path: paths.calendars,
    summary: 'Add a calendar',
    privilege: 'write',
    params: detectorParams,
    body: calendarBody,
    handle: ({ caller, space, services, params, body }) =>
      services.quietTimes.addCalendar(caller, space, params.id, body),
  });
  routes.add({
    method: 'put',
    path: paths.calendar,
    summary: 'Replace a calendar',
    privilege: 'write',
    params: calendarParams,
    body: calendarBody,
    handle: ({ caller, space, services, params, body }) =>
      services.quietTimes.replaceCalendar(caller, space, params.id, params.calendarId, body),
  });
  routes.add({
    method: 'delete',
    path: paths.calendar,
    summary: 'Remove a calendar',
    privilege: 'write',
    params: calendarParams,
    handle: ({ space, services, params }) =>
      services.quietTimes.removeCalendar(space, params.id, params.calendarId),
  });
}
