import { paths } from '../../common/api';
import {
  overviewQuery,
  type OpenIncidentsResponse,
  type OverviewResponse,
} from '../../common/overview';
import { OpenIncidentSearch } from '../elasticsearch/open_incident_search';
import { OverviewSearch } from '../elasticsearch/overview_search';
import { DetectorError } from '../errors';

import type { Routes } from './services';

/** What is said of all detectors of a space at once; records are searched with the rights of the caller. */
export function addOverviewRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.openIncidents,
    summary: 'List the open incidents of all started detectors',
    privilege: 'read',
    handle: async ({ caller, space }): Promise<OpenIncidentsResponse> => {
      const { detectors } = await space.detectors.list();
      return new OpenIncidentSearch(caller.client, space.recordsIndex).list(
        space.id,
        // Nobody looks whether an incident of a stopped detector goes on.
        detectors.flatMap(({ id, enabled, status: { scoredUpTo } }) =>
          enabled && scoredUpTo !== null ? [{ id, scoredUpTo: Date.parse(scoredUpTo) }] : []
        )
      );
    },
  });
  routes.add({
    method: 'get',
    path: paths.overview,
    summary: 'Sum up what all detectors found in a time',
    privilege: 'read',
    query: overviewQuery,
    handle: async ({ caller, space, query }): Promise<OverviewResponse> => {
      const range = { from: Date.parse(query.from), to: Date.parse(query.to) };
      if (range.to <= range.from) {
        throw new DetectorError(
          'invalid',
          `"from" (${query.from}) must be before "to" (${query.to}).`
        );
      }
      const { detectors } = await space.detectors.list();
      return new OverviewSearch(caller.client, space.recordsIndex).summarise(
        { spaceId: space.id, detectorIds: detectors.map(({ id }) => id) },
        range
      );
    },
  });
}
