import { createHash } from 'node:crypto';

import type { estypes } from '@elastic/elasticsearch';

import type { AnomalyRecord } from '../../common/record';
import type { Links, StoredRecord } from '../detection/incident_links';

/** What a record says of the incident that it is in; null where it is in none. */
export type IncidentFields = Pick<AnomalyRecord, 'incident_id' | 'incident_start'>;

/** The same incident has the same id. The entity's name stands for its values, which it holds in their order. */
export const incidentId = (detectorId: string, entity: string, start: number): string =>
  createHash('sha256')
    .update(JSON.stringify([detectorId, entity, start]))
    .digest('hex')
    .slice(0, 40);

/** The fields of a record whose incident starts then, epoch ms. */
export const incidentFields = (
  detectorId: string,
  entity: string,
  start: number | null
): IncidentFields => ({
  incident_id: start === null ? null : incidentId(detectorId, entity, start),
  incident_start: start === null ? null : new Date(start).toISOString(),
});

/** The operation that links a record that stands in the index already. */
export const relinking = (
  detectorId: string,
  { record, incidentStart }: Links<StoredRecord>['relinked'][number]
): [estypes.BulkOperationContainer, { doc: IncidentFields }] => [
  { update: { _id: record.id, retry_on_conflict: 3 } },
  { doc: incidentFields(detectorId, record.entity, incidentStart) },
];
