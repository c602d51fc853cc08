import {
  anomaliesQuery,
  detectorParams,
  incidentsQuery,
  paths,
  signalsQuery,
  swimLaneQuery,
  type AnomaliesResponse,
  type EntitiesResponse,
  type IncidentsResponse,
  type OfferResponse,
  type SwimLaneResponse,
} from '../../common/api';
import { decodeOrThrow } from '../../common/codecs';
import { detectorSettingsCodec, type Detector } from '../../common/detector';
import { withFoundEntityField } from '../detectors/check_settings';
import { readSignals } from '../detectors/read_signals';
import { entitiesOf } from '../detection';
import { discoverSource } from '../elasticsearch/field_discovery';
import { explainElasticsearchError } from '../elasticsearch/elasticsearch_error';
import { IncidentSearch } from '../elasticsearch/incident_search';
import { readLogExtent } from '../elasticsearch/log_extent';
import { RecordSearch } from '../elasticsearch/record_search';
import { recordedEntities } from '../elasticsearch/recorded_entities';
import { DetectorError } from '../errors';
import { wantedSpanMs } from '../models/bucket_span';

import type { Routes } from './services';

/** Times of a range in epoch ms. */
function rangeOf({ from, to }: { from: string; to: string }): { from: number; to: number } {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  if (range.to <= range.from) {
    throw new DetectorError('invalid', `"from" (${from}) must be before "to" (${to}).`);
  }
  return range;
}

function activeModelOf({ settings, status }: Detector): string {
  if (status.activeModelId === null) {
    throw new DetectorError(
      'conflict',
      `Detector "${settings.name}" has no model yet. Start it, or train it on a range that has logs.`
    );
  }
  return status.activeModelId;
}

export function addAnomalyRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.anomalies,
    summary: 'List anomalies',
    privilege: 'read',
    query: anomaliesQuery,
    handle: async ({ caller, space, query }): Promise<AnomaliesResponse> => {
      // Only detectors of this space are asked for, whatever stands in the index.
      const detectors = query.detectorId
        ? [await space.detectors.get(query.detectorId)]
        : (await space.detectors.list()).detectors;
      return new RecordSearch(caller.client, space.recordsIndex).list(
        { spaceId: space.id, detectorIds: detectors.map(({ id }) => id) },
        query
      );
    },
  });
  routes.add({
    method: 'get',
    path: paths.incidents,
    summary: 'List the incidents of a detector',
    privilege: 'read',
    params: detectorParams,
    query: incidentsQuery,
    handle: async ({ caller, space, params, query }): Promise<IncidentsResponse> => {
      const { id, status } = await space.detectors.get(params.id);
      return new IncidentSearch(caller.client, space.recordsIndex).list(
        {
          spaceId: space.id,
          detectorId: id,
          scoredUpTo: status.scoredUpTo === null ? null : Date.parse(status.scoredUpTo),
        },
        query
      );
    },
  });
  routes.add({
    method: 'get',
    path: paths.swimLane,
    summary: 'Worst scores of each entity over time',
    privilege: 'read',
    params: detectorParams,
    query: swimLaneQuery,
    handle: async ({ caller, space, params, query }): Promise<SwimLaneResponse> => {
      const detector = await space.detectors.get(params.id);
      return new RecordSearch(caller.client, space.recordsIndex).swimLane(
        { spaceId: space.id, detectorIds: [detector.id] },
        {
          ...rangeOf(query),
          spanMs: wantedSpanMs(detector.settings),
          lanes: query.lanes ?? 20,
          filter: query.filter,
        }
      );
    },
  });
  routes.add({
    method: 'get',
    path: paths.entities,
    summary: 'Entities that the active model knows, as far as the caller may know of them',
    privilege: 'read',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<EntitiesResponse> => {
      const detector = await space.detectors.get(params.id);
      const { model } = await services.models.load(space.models, activeModelOf(detector));
      const entities = entitiesOf(model);
      if (await services.logAccess.seesAll(caller.client, detector)) return { entities };
      // Their names come from logs that the caller may not read: of those, the anomalies tell some.
      const scope = { spaceId: space.id, detectorIds: [detector.id] };
      const known = await recordedEntities(caller.client, space.recordsIndex, scope);
      return { entities: entities.filter(({ entity }) => known.has(entity)) };
    },
  });
  routes.add({
    method: 'get',
    path: paths.signals,
    summary: 'Actual against typical of one entity',
    privilege: 'read',
    params: detectorParams,
    query: signalsQuery,
    handle: async ({ caller, space, services, params, query }) => {
      const detector = await space.detectors.get(params.id);
      const loaded = await services.models.load(space.models, activeModelOf(detector));
      const asked = { client: caller.client, detector, spaceId: space.id };
      return readSignals(services, asked, loaded, {
        ...rangeOf(query),
        entity: query.entity,
      });
    },
  });
  routes.add({
    method: 'get',
    path: paths.offer,
    summary: 'What a detector with default settings would watch',
    privilege: 'read',
    handle: async ({ caller }): Promise<OfferResponse> => {
      const defaults = decodeOrThrow(detectorSettingsCodec, {});
      const nothing = {
        indexPattern: defaults.indexPattern,
        available: false,
        logs: 0,
        oldest: null,
        newest: null,
      };
      try {
        const settings = await withFoundEntityField(caller.client, defaults);
        const { source, notices } = await discoverSource(caller.client, settings);
        const extent = await readLogExtent(caller.client, source);
        const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
        return {
          indexPattern: settings.indexPattern,
          available: extent.logs > 0,
          logs: extent.logs,
          oldest: iso(extent.oldest),
          newest: iso(extent.newest),
          notices,
        };
      } catch (thrown) {
        const error = explainElasticsearchError(
          thrown,
          `looking for logs in "${defaults.indexPattern}"`,
          'user'
        );
        if (!(error instanceof DetectorError) || error.fault === 'unavailable') throw error;
        return { ...nothing, notices: error.fault === 'not_found' ? [] : [error.message] };
      }
    },
  });
}
