import type { SavedObjectsClientContract } from '@kbn/core/server';

import { recordsIndexOf } from '../common/record';

import { DetectorRepository } from './saved_objects/detector_repository';
import { EventRepository } from './saved_objects/event_repository';
import { ModelRepository } from './saved_objects/model_repository';
import { QuietTimesRepository } from './saved_objects/quiet_times_repository';
import { RunRepository } from './saved_objects/run_repository';

/** What one space holds. Another space's things cannot be reached through it. */
export interface Space {
  id: string;
  namespace: string | undefined;
  recordsIndex: string;
  detectors: DetectorRepository;
  models: ModelRepository;
  runs: RunRepository;
  quietTimes: QuietTimesRepository;
  events: EventRepository;
}

export function spaceOf(id: string, client: SavedObjectsClientContract): Space {
  const namespace = id === 'default' ? undefined : id;
  return {
    id,
    namespace,
    recordsIndex: recordsIndexOf(id),
    detectors: new DetectorRepository(client, namespace),
    models: new ModelRepository(client, namespace),
    runs: new RunRepository(client, namespace),
    quietTimes: new QuietTimesRepository(client, namespace),
    events: new EventRepository(client, namespace),
  };
}
