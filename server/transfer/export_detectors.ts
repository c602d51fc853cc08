import { DETECTORS_FORMAT, EXPORT_VERSION, type DetectorExport } from '../../common/transfer';
import type { Space } from '../space';

/**
 * The detectors of a space, or the one named, without keys, owners and models.
 * @throws DetectorError where the one named is not there
 */
export async function exportDetectors(
  space: Space,
  id: string | undefined
): Promise<DetectorExport> {
  const { detectors, broken } =
    id === undefined
      ? await space.detectors.list()
      : { detectors: [await space.detectors.get(id)], broken: [] };
  return {
    format: DETECTORS_FORMAT,
    version: EXPORT_VERSION,
    exportedAt: new Date().toISOString(),
    detectors: await Promise.all(
      detectors.map(async (detector) => ({
        settings: detector.settings,
        quietTimes: (await space.quietTimes.read(detector.id)).quietTimes,
      }))
    ),
    broken,
  };
}
