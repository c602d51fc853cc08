import { createHash } from 'node:crypto';

import type { Logger } from '@kbn/core/server';
import type { DataViewsServerPluginStart } from '@kbn/data-views-plugin/server';

import type { Detector, DetectorSettings } from '../common/detector';
import { RECORDS_DATA_VIEW } from '../common/record';

import type { Caller } from './detectors/caller';
import { messageOf } from './errors';
import type { Space } from './space';

/** The ids of a space's data views of records and of a detector's logs. Ids are global, so they name the space. */
export function dataViewIds(
  space: Pick<Space, 'id'>,
  { indexPattern, timeField }: Pick<DetectorSettings, 'indexPattern' | 'timeField'>
): { records: string; logs: string } {
  const logs = createHash('sha256')
    .update(`${indexPattern} ${timeField}`)
    .digest('hex')
    .slice(0, 12);
  return {
    records: `${RECORDS_DATA_VIEW}${space.id}`,
    logs: `anomaly-detector-logs-${space.id}-${logs}`,
  };
}

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

  /** Makes those that are missing, and says what stands against it. Without their plugin there are none. */
  async create(
    { request, client, savedObjects }: Caller,
    space: Space,
    { settings }: Detector
  ): Promise<void> {
    if (!this.plugin) return;
    const service = await this.plugin.dataViewsServiceFactory(savedObjects, client, request);
    const ids = dataViewIds(space, settings);
    const wanted = [
      {
        id: ids.records,
        title: space.recordsIndex,
        name: 'API anomalies',
        timeFieldName: '@timestamp',
      },
      {
        id: ids.logs,
        title: settings.indexPattern,
        name: `API logs (${settings.indexPattern})`,
        timeFieldName: settings.timeField,
      },
    ];
    for (const spec of wanted) {
      // The data view itself would be read with all its fields, from the logs.
      const there = await savedObjects.get('index-pattern', spec.id).then(
        () => true,
        () => false
      );
      if (!there) await service.createAndSave({ ...spec, allowNoIndex: true }, false, true);
    }
  }
}
