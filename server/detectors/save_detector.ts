import { randomUUID } from 'node:crypto';

import type { Logger } from '@kbn/core/server';

import type { Detector, DetectorOwner, DetectorSettings } from '../../common/detector';
import type { AnomalyDetectorConfig } from '../config';
import type { DataViews } from '../data_views';
import { DetectorError, messageOf } from '../errors';
import { settingsHash } from '../models/settings_hash';
import type { DetectorKeys, GrantedKey } from '../saved_objects/detector_keys';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import type { Caller } from './caller';
import { checkSettings, withFoundEntityField, withinLimits } from './check_settings';

/** Creates detectors and changes them; whoever saves one last is whose rights it runs with. */
export class SaveDetector {
  constructor(
    private readonly keys: DetectorKeys,
    private readonly tasks: DetectorTasks,
    private readonly dataViews: DataViews,
    private readonly config: Pick<AnomalyDetectorConfig, 'maxDetectors' | 'maxEntities'>,
    private readonly logger: Logger
  ) {}

  /**
   * Creates a detector, stopped.
   * @throws DetectorError; nothing is left behind then
   */
  async create(caller: Caller, space: Space, wanted: DetectorSettings): Promise<Detector> {
    const { detectors, broken } = await space.detectors.list();
    const { maxDetectors } = this.config;
    if (detectors.length + broken.length >= maxDetectors) {
      throw new DetectorError(
        'conflict',
        `This space has ${detectors.length + broken.length} detectors, and at most ${maxDetectors} are allowed (anomalyDetector.maxDetectors in kibana.yml). Delete one first.`
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
    return detector;
  }

  /**
   * Replaces a detector's settings. What it needs to learn anew, it learns at once when it runs.
   * @throws DetectorError; the detector is as it was then
   */
  async update(
    caller: Caller,
    space: Space,
    id: string,
    wanted: DetectorSettings
  ): Promise<Detector> {
    const before = await space.detectors.get(id);
    const settings = await this.checked(caller, space, wanted);
    const earlierKey = await this.keys.stored(before, space.namespace);
    const detector = await this.withNewKey(
      caller,
      id,
      settings,
      (granted) =>
        space.detectors.update(id, {
          settings,
          owner: granted.owner,
          updatedAt: new Date().toISOString(),
          updatedBy: caller.username,
        }),
      earlierKey
    );
    await this.invalidate(id, before.owner);
    if (settings.timeZone !== before.settings.timeZone) await this.moveCalendars(space, id);
    if (detector.enabled) {
      await this.tasks.reschedule(detector);
      if (settingsHash(settings) !== settingsHash(before.settings)) {
        await this.tasks.trainSoon(detector);
      }
    }
    return detector;
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
    earlierKey: string | null = null
  ): Promise<Detector> {
    const granted = await this.keys.grant(caller.request, {
      detectorId,
      settings,
      spaceId: caller.spaceId,
    });
    try {
      await this.keys.store(caller.request, detectorId, granted);
      return await save(granted);
    } catch (error) {
      await this.invalidate(detectorId, granted.owner);
      await this.putBack(caller, detectorId, earlierKey);
      throw error;
    }
  }

  private async putBack(
    { request }: Caller,
    detectorId: string,
    apiKey: string | null
  ): Promise<void> {
    try {
      if (apiKey === null) await this.keys.delete(request, detectorId);
      else await this.keys.store(request, detectorId, { apiKey });
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
