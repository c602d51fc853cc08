import { counted } from '../../common/counted';
import type { Detector } from '../../common/detector';
import type { KeptModel } from '../../common/model';
import { byWhom, type Caller } from '../detectors/caller';
import { readModelsOfRecords } from '../elasticsearch/record_models';
import { DetectorError } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import type { ModelCache } from './model_cache';
import { settingsHash } from './settings_hash';

type Person = Pick<Caller, 'username'>;

/** What people do with a detector's models: put one in use, pin, delete. Each may be repeated. */
export class ChangeModels {
  constructor(
    private readonly cache: ModelCache,
    private readonly tasks: DetectorTasks,
    private readonly keys: Pick<DetectorKeys, 'clientOf'>,
    private readonly log: Pick<DetectorLog, 'tell'>
  ) {}

  /**
   * Puts a model in use from the next bucket on. The newest one is followed by those after it; an older one stays until another
   * is activated, or it can no longer be used.
   * @throws DetectorError when it cannot be used
   */
  async activate(
    person: Person,
    space: Space,
    detectorId: string,
    modelId: string
  ): Promise<Detector> {
    const { username } = person;
    const { settings } = await space.detectors.get(detectorId);
    const model = await space.models.get(detectorId, modelId);
    if (model.settingsHash !== settingsHash(settings)) {
      throw new DetectorError(
        'conflict',
        `Model ${model.number} cannot be used: it was trained with other settings than the detector "${settings.name}" has now. Train the detector, or put the settings back.`
      );
    }
    await this.cache.load(space.models, modelId);
    const { models } = await space.models.list(detectorId);
    const isNewest = models.every(({ number }) => number <= model.number);
    await space.detectors.changeStatus(detectorId, () => ({
      activeModelId: model.id,
      activeModelNumber: model.number,
      bucketSpanSeconds: model.bucketSpanSeconds,
      chosenModel: isNewest ? null : { by: username, at: new Date().toISOString() },
      trainingError: null,
      trainingNotices: model.notices,
    }));
    await this.tell(
      space,
      model,
      `Model ${model.number} was activated${byWhom(person)}${isNewest ? '' : ', and stays in use until another one is'}.`
    );
    const detector = await space.detectors.get(detectorId);
    if (detector.enabled) await this.tasks.scoreSoon(detector);
    return detector;
  }

  /** Keeps a model from being deleted by retention. */
  pin({ username }: Person, space: Space, detectorId: string, modelId: string): Promise<KeptModel> {
    const pin = { by: username, at: new Date().toISOString() };
    return space.models.pin(detectorId, modelId, pin);
  }

  unpin(space: Space, detectorId: string, modelId: string): Promise<KeptModel> {
    return space.models.pin(detectorId, modelId, null);
  }

  /**
   * Deletes a model.
   * @param force also when records refer to it; they stay
   * @throws DetectorError `conflict` for one that is in use, pinned, or referred to
   */
  async delete(
    person: Person,
    space: Space,
    detectorId: string,
    modelId: string,
    { force }: { force: boolean }
  ): Promise<void> {
    const detector = await space.detectors.get(detectorId);
    const model = await space.models.get(detectorId, modelId);
    const { id, number, pinned } = model;
    if (detector.status.activeModelId === id) {
      throw new DetectorError(
        'conflict',
        `Model ${number} is in use and cannot be deleted. Activate another one first.`
      );
    }
    if (pinned !== null) {
      throw new DetectorError(
        'conflict',
        `Model ${number} is pinned and cannot be deleted. Unpin it first.`
      );
    }
    if (!force) {
      const client = await this.keys.clientOf(detector, space.namespace);
      const records =
        (await readModelsOfRecords(client, space.recordsIndex, detectorId)).get(id) ?? 0;
      if (records > 0) {
        throw new DetectorError(
          'conflict',
          `${counted(records, 'record was', 'records were')} scored with model ${number}. To delete it all the same, add force=true: what was found stays, and what it was scored with can no longer be looked up.`
        );
      }
    }
    await space.detectors.changeStatus(detectorId, ({ lastModelNumber }) => ({
      lastModelNumber: Math.max(lastModelNumber ?? 0, number),
    }));
    await space.models.delete(id);
    await this.tell(space, model, `Model ${number} was deleted${byWhom(person)}.`);
  }

  private tell(space: Space, { detectorId }: KeptModel, text: string): Promise<void> {
    return this.log.tell({
      ...{ detectorId, spaceId: space.id, level: 'info', kind: 'model_changed' },
      text,
    });
  }
}
