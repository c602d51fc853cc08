import { randomUUID } from 'node:crypto';

import type { Logger } from '@kbn/core/server';

import { counted } from '../../common/counted';
import type { SavedDetectorResponse } from '../../common/api';
import type { Detector, DetectorOwner, DetectorSettings } from '../../common/detector';
import { changedLearnedSettings } from '../../common/learned_settings';
import type { MessageKind } from '../../common/messages';
import type { AnomalyDetectorConfig } from '../config';
import type { DataViews } from '../data_views';
import { DetectorError, messageOf } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import { OneAtATime } from '../one_at_a_time';
import type { DetectorKeys, GrantedKey } from '../saved_objects/detector_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import { byWhom, type Caller } from './caller';
import { changedSettings } from './changed_settings';
import { checkSettings, withFoundEntityField, withinLimits } from './check_settings';

/** Creates detectors and changes them; whoever saves one last is whose rights it runs with. */
export class SaveDetector {
  /** Two saves of a detector at once could store the key of one and the owner of the other. */
  private readonly saves = new OneAtATime();

  constructor(
    private readonly keys: DetectorKeys,
    private readonly tasks: DetectorTasks,
    private readonly dataViews: DataViews,
    private readonly log: DetectorLog,
    private readonly config: Pick<AnomalyDetectorConfig, 'maxDetectors' | 'maxEntities'>,
    private readonly logger: Logger
  ) {}

  /**
   * Creates a detector, stopped.
   * @throws DetectorError; nothing is left behind then
   */
  async create(caller: Caller, space: Space, wanted: DetectorSettings): Promise<Detector> {
    const count = await space.detectors.count();
    const { maxDetectors } = this.config;
    if (count >= maxDetectors) {
      throw new DetectorError(
        'conflict',
        `This space has ${counted(count, 'detector')}, and at most ${maxDetectors} are allowed (anomalyDetector.maxDetectors in kibana.yml). Delete one first.`
      );
    }
    const settings = await this.checked(caller, space, wanted);
    const id = randomUUID();
    const now = new Date().toISOString();
    const detector = await this.withNewKey(caller, id, settings, (granted) =>
      space.detectors.create(id, {
        settings,
        enabled: false,
        owner: granted.owner,
        createdAt: now,
        createdBy: caller.username,
        updatedAt: now,
        updatedBy: caller.username,
      })
    );
    await this.dataViews.ensure(caller, space, detector);
    await this.tell(space, id, 'created', `Created${byWhom(caller)}.`);
    return detector;
  }

  /**
   * Replaces a detector's settings. What it needs to learn anew, it learns at once when it runs.
   * @throws DetectorError; the detector is as it was then
   */
  update(
    caller: Caller,
    space: Space,
    id: string,
    wanted: DetectorSettings
  ): Promise<SavedDetectorResponse> {
    return this.saves.run(id, () => this.replaceSettings(caller, space, id, wanted));
  }

  /**
   * Gives a detector a new key of the caller's, who becomes whose rights it runs with. Nothing else changes; what failed is
   * tried again at once when the detector runs.
   * @throws DetectorError; the detector is as it was then
   */
  authorize(caller: Caller, space: Space, id: string): Promise<Detector> {
    return this.saves.run(id, async () => {
      const before = await space.detectors.get(id);
      await this.keys.assertGrantable(caller.client, before.settings, space.id);
      const detector = await this.withKeyOf(caller, space, before, before.settings);
      if (detector.enabled) {
        await this.tasks.scoreSoon(detector);
        const { lastTraining } = detector.status;
        if (lastTraining === null || lastTraining.error !== null) {
          await this.tasks.trainSoon(detector);
        }
      }
      return detector;
    });
  }

  private async replaceSettings(
    caller: Caller,
    space: Space,
    id: string,
    wanted: DetectorSettings
  ): Promise<SavedDetectorResponse> {
    const before = await space.detectors.get(id);
    const settings = await this.checked(caller, space, wanted);
    const detector = await this.withKeyOf(caller, space, before, settings);
    if (settings.timeZone !== before.settings.timeZone) await this.moveCalendars(space, id);
    const because = changedLearnedSettings(before.settings, settings);
    if (detector.enabled) {
      await this.tasks.reschedule(detector);
      if (because.length > 0) await this.tasks.trainSoon(detector);
    }
    return {
      ...detector,
      // Without a model it has to learn anyway.
      retrainingNeeded: because.length > 0 && detector.status.activeModelId !== null,
      retrainingBecauseOf: because,
    };
  }

  /** A stored detector with new settings and a new key of the caller's; the earlier key is worth nothing then. */
  private async withKeyOf(
    caller: Caller,
    space: Space,
    before: Detector,
    settings: DetectorSettings
  ): Promise<Detector> {
    const { id } = before;
    const earlierKey = await this.keys.stored(before, space.namespace);
    const detector = await this.withNewKey(
      caller,
      id,
      settings,
      ({ owner }) =>
        space.detectors.update(id, {
          settings,
          owner,
          updatedAt: new Date().toISOString(),
          updatedBy: caller.username,
        }),
      earlierKey
    );
    await this.invalidate(id, before.owner);
    await this.tellChanged(caller, space, before, detector);
    return detector;
  }

  private async tellChanged(
    caller: Caller,
    space: Space,
    before: Detector,
    after: Detector
  ): Promise<void> {
    const changed = changedSettings(before.settings, after.settings);
    if (changed.length > 0) {
      await this.tell(
        space,
        after.id,
        'settings_changed',
        `Settings changed${byWhom(caller)}: ${changed.join(', ')}.`
      );
    }
    const { username, keyKind } = after.owner;
    if (keyKind === 'none' && before.owner.keyKind === 'none') return;
    await this.tell(
      space,
      after.id,
      'key_changed',
      before.owner.username === username
        ? `Given a new API key with the rights of ${username ?? 'whoever saved it'}.`
        : `Acts with the rights of ${username ?? 'whoever saved it'} from now on, before with those of ${before.owner.username ?? 'nobody'}.`
    );
  }

  private tell(space: Space, detectorId: string, kind: MessageKind, text: string): Promise<void> {
    return this.log.tell({ detectorId, spaceId: space.id, level: 'info', kind, text });
  }

  /** Calendars are read in the detector's time zone: records are looked at again. */
  private async moveCalendars(space: Space, id: string): Promise<void> {
    const { quietTimes } = await space.quietTimes.read(id);
    if (quietTimes.calendars.length === 0) return;
    await space.quietTimes.change(id, (stored) => ({
      ...stored,
      pending: { from: null, to: null },
    }));
    await this.tasks.applyQuietTimesSoon(id, space.id);
  }

  /** The settings with what nobody named filled in, once they are known to work with the caller's rights. */
  private async checked(
    { client }: Caller,
    space: Space,
    wanted: DetectorSettings
  ): Promise<DetectorSettings> {
    await this.keys.assertGrantable(client, wanted, space.id);
    const settings = await withFoundEntityField(client, withinLimits(wanted, this.config));
    await checkSettings(client, settings, this.config);
    return settings;
  }

  /**
   * Grants a key, stores it and saves. A key that comes to nothing is made useless again, and the earlier one is put
   * back in its place.
   */
  private async withNewKey(
    caller: Caller,
    detectorId: string,
    settings: DetectorSettings,
    save: (granted: GrantedKey) => Promise<Detector>,
    earlierKey: GrantedKey | null = null
  ): Promise<Detector> {
    const granted = await this.keys.grant(caller.request, {
      detectorId,
      settings,
      spaceId: caller.spaceId,
    });
    if (granted.owner.keyKind === 'granted') await this.lookAfterKeys();
    try {
      await this.keys.store(caller.request, detectorId, granted);
      return await save(granted);
    } catch (error) {
      await this.invalidate(detectorId, granted.owner);
      await this.putBack(caller, detectorId, earlierKey);
      throw error;
    }
  }

  /** Keys are looked after all the same when this fails: after the next save, or when Kibana starts. */
  private async lookAfterKeys(): Promise<void> {
    try {
      await this.tasks.lookAfterKeys();
    } catch (error) {
      this.logger.warn(`API keys are not looked after for now: ${messageOf(error)}`);
    }
  }

  private async putBack(
    { request }: Caller,
    detectorId: string,
    earlierKey: GrantedKey | null
  ): Promise<void> {
    try {
      if (earlierKey === null) await this.keys.delete(request, detectorId);
      else await this.keys.store(request, detectorId, earlierKey);
    } catch (error) {
      this.logger.warn(
        `Detector ${detectorId}: its earlier API key could not be put back: ${messageOf(error)}`
      );
    }
  }

  private async invalidate(detectorId: string, owner: DetectorOwner): Promise<void> {
    try {
      await this.keys.invalidate(owner);
    } catch (error) {
      this.logger.warn(
        `Detector ${detectorId}: its API key ${owner.keyId} could not be invalidated: ${messageOf(error)}`
      );
    }
  }
}
