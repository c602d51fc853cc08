import { createHash } from 'node:crypto';

import type { Logger } from '@kbn/core/server';
import type { DataViewsServerPluginStart } from '@kbn/data-views-plugin/server';

import type { Detector } from '../common/detector';

import type { Caller } from './detectors/caller';
import { messageOf } from './errors';
import type { Space } from './space';

/** Data views of the records and of a detector's logs, so that Discover and Lens have them. */
export class DataViews {
  constructor(
    private readonly plugin: DataViewsServerPluginStart | undefined,
    private readonly logger: Logger
  ) {}

  /**
   * Makes those that are missing, with the caller's rights. They are a convenience: what stands against it is logged,
   * and the app works without.
   */
  async ensure(caller: Caller, space: Space, detector: Detector): Promise<void> {
    try {
      await this.create(caller, space, detector);
    } catch (error) {
      this.logger.warn(`Detector ${detector.id}: data views were not made: ${messageOf(error)}`);
    }
  }

  /** Ids are global, so they name the space. */
  private async create(
    { request, client, savedObjects }: Caller,
    space: Space,
    { settings }: Detector
  ): Promise<void> {
    if (!this.plugin) return;
    const service = await this.plugin.dataViewsServiceFactory(savedObjects, client, request);
    const logs = createHash('sha256')
      .update(`${settings.indexPattern} ${settings.timeField}`)
      .digest('hex')
      .slice(0, 12);
    const wanted = [
      {
        id: `anomaly-detector-records-${space.id}`,
        title: space.recordsIndex,
        name: 'API anomalies',
        timeFieldName: '@timestamp',
      },
      {
        id: `anomaly-detector-logs-${space.id}-${logs}`,
        title: settings.indexPattern,
        name: `API logs (${settings.indexPattern})`,
        timeFieldName: settings.timeField,
      },
    ];
    for (const spec of wanted) {
      const there = await service.get(spec.id).then(
        () => true,
        () => false
      );
      if (!there) await service.createAndSave({ ...spec, allowNoIndex: true }, false, true);
    }
  }
}
