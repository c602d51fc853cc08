import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';
import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { decodeOrThrow, isoDate } from '../../common/codecs';
import {
  chosenModelCodec,
  detectorOwnerCodec,
  detectorSettingsCodec,
  runSummaryCodec,
  type Detector,
  type DetectorOwner,
  type DetectorState,
} from '../../common/detector';
import { healthOf } from '../detectors/health';
import { missingFieldCodec } from '../elasticsearch/missing_fields';
import { DetectorError, messageOf } from '../errors';

import { isConflict, isNotFound } from './saved_object_error';
import { DETECTOR_TYPE, STATUS_TYPE } from './saved_object_types';

const orNull = <A>(codec: t.Type<A>) => t.union([codec, t.null]);

const storedDetectorCodec = t.type({
  settings: detectorSettingsCodec,
  enabled: t.boolean,
  owner: detectorOwnerCodec,
  createdAt: isoDate,
  createdBy: orNull(t.string),
  updatedAt: isoDate,
  updatedBy: orNull(t.string),
});
/** A detector without what changes by itself. */
export type StoredDetector = t.TypeOf<typeof storedDetectorCodec>;

const storedStatusCodec = t.type({
  /** Why the last training failed; null when it did not. */
  trainingError: orNull(t.string),
  scoringError: orNull(t.string),
  trainingNotices: t.array(t.string),
  scoringNotices: t.array(t.string),
  /** What is being done right now, in words. */
  activity: orNull(t.string),
  activeModelId: orNull(t.string),
  activeModelNumber: orNull(t.number),
  /** Of the active model. */
  bucketSpanSeconds: orNull(t.number),
  startedAt: orNull(isoDate),
  ingestGapSince: orNull(isoDate),
  missingFields: t.array(missingFieldCodec),
  chosenModel: orNull(chosenModelCodec),
  /** The number of a newer model than there is now, which was deleted: it is not given again. */
  lastModelNumber: orNull(t.number),
  scoredUpTo: orNull(isoDate),
  lastScoring: orNull(runSummaryCodec),
  lastTraining: orNull(runSummaryCodec),
});
export type StoredStatus = t.TypeOf<typeof storedStatusCodec>;

const INITIAL_STATUS: StoredStatus = {
  trainingError: null,
  scoringError: null,
  trainingNotices: [],
  scoringNotices: [],
  activity: null,
  activeModelId: null,
  activeModelNumber: null,
  bucketSpanSeconds: null,
  startedAt: null,
  ingestGapSince: null,
  missingFields: [],
  chosenModel: null,
  lastModelNumber: null,
  scoredUpTo: null,
  lastScoring: null,
  lastTraining: null,
};

/** The most a space can hold that one page reads; `maxDetectors` stays below. */
const FIND_LIMIT = 10_000;

function stateOf({ enabled }: StoredDetector, status: StoredStatus): DetectorState {
  if (!enabled) return 'stopped';
  if (status.trainingError !== null || status.scoringError !== null) return 'degraded';
  return status.activeModelId === null ? 'learning' : 'running';
}

function assemble(id: string, stored: StoredDetector, status: StoredStatus): Detector {
  return {
    id,
    ...stored,
    status: {
      state: stateOf(stored, status),
      message: status.trainingError ?? status.scoringError ?? status.activity,
      notices: [...new Set([...status.trainingNotices, ...status.scoringNotices])],
      health: stored.enabled ? healthOf(stored.settings, status, Date.now()) : [],
      activeModelId: status.activeModelId,
      activeModelNumber: status.activeModelNumber,
      startedAt: status.startedAt,
      ingestGapSince: status.ingestGapSince,
      chosenModel: status.chosenModel,
      scoredUpTo: status.scoredUpTo,
      lastScoring: status.lastScoring,
      lastTraining: status.lastTraining,
    },
  };
}

function decodeStatus(id: string, attributes: object): StoredStatus {
  try {
    return decodeOrThrow(storedStatusCodec, { ...INITIAL_STATUS, ...attributes });
  } catch (error) {
    throw new DetectorError(
      'invalid',
      `The stored status of detector "${id}" cannot be read: ${messageOf(error)}. Delete the detector and create it anew.`
    );
  }
}

const notFound = (id: string) =>
  new DetectorError(
    'not_found',
    `There is no detector "${id}" in this space. It may have been deleted.`
  );

/** The detectors of one space. */
export class DetectorRepository {
  constructor(
    private readonly client: SavedObjectsClientContract,
    private readonly namespace: string | undefined
  ) {}

  /** @throws DetectorError `not_found` */
  async get(id: string): Promise<Detector> {
    const [detector, status] = await Promise.all([this.read(id), this.readStatus(id)]);
    return assemble(id, detector, status);
  }

  /** Every detector, oldest first; one that cannot be read is named and left out. */
  async list(): Promise<{
    detectors: Detector[];
    broken: Array<{ id: string; reason: string }>;
  }> {
    const { saved_objects: found } = await this.client.find({
      type: DETECTOR_TYPE,
      perPage: FIND_LIMIT,
      sortField: 'createdAt',
      sortOrder: 'asc',
      namespaces: [this.namespace ?? 'default'],
    });
    const detectors: Detector[] = [];
    const broken: Array<{ id: string; reason: string }> = [];
    const statuses = await this.statusesOf(found.map(({ id }) => id));
    for (const [place, object] of found.entries()) {
      try {
        const status = decodeStatus(object.id, statuses[place]);
        detectors.push(assemble(object.id, this.decode(object), status));
      } catch (error) {
        if (!(error instanceof DetectorError)) throw error;
        broken.push({ id: object.id, reason: error.message });
      }
    }
    return { detectors, broken };
  }

  /** How many there are, those included that cannot be read. */
  async count(): Promise<number> {
    const { total } = await this.client.find({
      type: DETECTOR_TYPE,
      perPage: 1,
      namespaces: [this.namespace ?? 'default'],
    });
    return total;
  }

  /**
   * Whose key a detector has, also when the rest of it cannot be read; undefined when that cannot be read either.
   * @throws DetectorError `not_found`
   */
  async ownerOf(id: string): Promise<DetectorOwner | undefined> {
    const { owner } = (await this.stored(id)).attributes as { owner?: unknown };
    const decoded = detectorOwnerCodec.decode(owner);
    return isRight(decoded) ? decoded.right : undefined;
  }

  async create(id: string, detector: StoredDetector): Promise<Detector> {
    await this.client.create(STATUS_TYPE, INITIAL_STATUS, {
      ...this.inSpace,
      id,
      overwrite: true,
      refresh: false,
    });
    await this.client.create(DETECTOR_TYPE, detector, { ...this.inSpace, id, refresh: true });
    return assemble(id, detector, INITIAL_STATUS);
  }

  /**
   * Replaces a detector: an update would merge its settings with the old ones, and a part taken out would stay. What others
   * change at the same time is kept.
   */
  async update(id: string, changes: Partial<StoredDetector>): Promise<Detector> {
    for (;;) {
      const current = await this.stored(id);
      try {
        await this.client.create<StoredDetector>(
          DETECTOR_TYPE,
          { ...this.decode(current), ...changes },
          // Waiting for the index to refresh by itself would take a second; people do this rarely.
          { ...this.inSpace, id, overwrite: true, version: current.version, refresh: true }
        );
        return await this.get(id);
      } catch (error) {
        // Somebody changed it between reading and writing: read what they wrote.
        if (!isConflict(error)) throw error;
      }
    }
  }

  /** Writes a part of the status; each part is written by one task, so nothing is overwritten unseen. */
  async updateStatus(id: string, changes: Partial<StoredStatus>): Promise<void> {
    try {
      await this.client.update<StoredStatus>(STATUS_TYPE, id, changes, {
        ...this.inSpace,
        refresh: false,
      });
    } catch (error) {
      // Deleted in the meantime: there is nobody left to tell.
      if (!isNotFound(error)) throw error;
    }
  }

  /**
   * Changes the status by what it is then; `next` is asked again when somebody else was faster.
   * @param next gives what to change, or undefined for nothing; it may throw
   */
  async changeStatus(
    id: string,
    next: (status: StoredStatus) => Partial<StoredStatus> | undefined
  ): Promise<void> {
    for (;;) {
      try {
        const { status, version } = await this.storedStatus(id);
        const changes = next(status);
        if (changes === undefined) return;
        await this.client.update<StoredStatus>(STATUS_TYPE, id, changes, {
          ...this.inSpace,
          version,
          refresh: false,
        });
        return;
      } catch (error) {
        if (isNotFound(error)) return;
        if (!isConflict(error)) throw error;
      }
    }
  }

  /** The number after which the next model comes, where newer ones than there are now were deleted. */
  async lastModelNumber(id: string): Promise<number> {
    return (await this.readStatus(id)).lastModelNumber ?? 0;
  }

  async delete(id: string): Promise<void> {
    for (const type of [STATUS_TYPE, DETECTOR_TYPE]) {
      try {
        await this.client.delete(type, id, { ...this.inSpace, refresh: type === DETECTOR_TYPE });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  private get inSpace() {
    return { namespace: this.namespace };
  }

  private async read(id: string): Promise<StoredDetector> {
    return this.decode(await this.stored(id));
  }

  private async stored(id: string): Promise<SavedObject<unknown>> {
    try {
      return await this.client.get(DETECTOR_TYPE, id, this.inSpace);
    } catch (error) {
      throw isNotFound(error) ? notFound(id) : error;
    }
  }

  private decode(object: SavedObject<unknown>): StoredDetector {
    try {
      return decodeOrThrow(storedDetectorCodec, object.attributes);
    } catch (error) {
      throw new DetectorError(
        'invalid',
        `The stored detector "${object.id}" cannot be read: ${messageOf(error)}. Delete it and create it anew.`
      );
    }
  }

  /** What is stored of the statuses of detectors, in one request. */
  private async statusesOf(ids: readonly string[]): Promise<object[]> {
    if (ids.length === 0) return [];
    const { saved_objects: found } = await this.client.bulkGet<object>(
      ids.map((id) => ({ type: STATUS_TYPE, id })),
      this.inSpace
    );
    return found.map(({ attributes, error }) => {
      if (error === undefined) return attributes;
      if (error.statusCode === 404) return INITIAL_STATUS;
      throw new DetectorError('unavailable', `Detectors could not be read: ${error.message}`);
    });
  }

  private async readStatus(id: string): Promise<StoredStatus> {
    try {
      return (await this.storedStatus(id)).status;
    } catch (error) {
      if (isNotFound(error)) return INITIAL_STATUS;
      throw error;
    }
  }

  private async storedStatus(
    id: string
  ): Promise<{ status: StoredStatus; version: string | undefined }> {
    const { attributes, version } = await this.client.get<object>(STATUS_TYPE, id, this.inSpace);
    return { status: decodeStatus(id, attributes), version };
  }
}
