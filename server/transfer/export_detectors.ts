import type { Broken } from '../../common/broken';
import type { Detector } from '../../common/detector';
import {
  DETECTORS_FORMAT,
  EXPORT_VERSION,
  type DetectorExport,
  type ExportedDetector,
} from '../../common/transfer';
import type { Caller } from '../detectors/caller';
import type { NameAccess } from '../detectors/name_access';
import { countOf, ofAllEntities } from '../quiet_times/entity_names';
import type { Space } from '../space';

/**
 * The detectors of a space, or the one named, without keys, owners and models. Quiet times that name entities are left out for
 * those who may not read the names.
 * @throws DetectorError where the one named is not there
 */
export async function exportDetectors(
  { client }: Pick<Caller, 'client'>,
  space: Space,
  { id, names }: { id: string | undefined; names: NameAccess }
): Promise<DetectorExport> {
  const { detectors, broken } =
    id === undefined
      ? await space.detectors.list()
      : { detectors: [await space.detectors.get(id)], broken: [] };
  const omitted: Broken[] = [];
  const exported: ExportedDetector[] = [];
  for (const detector of detectors) {
    const { quietTimes: all } = await space.quietTimes.read(detector.id);
    const shared = ofAllEntities(all);
    const left = countOf(all) - countOf(shared);
    const maySee = left === 0 || (await names.maySee(client, space, detector));
    if (!maySee) omitted.push({ id: detector.id, reason: omittedText(left, detector) });
    exported.push({ settings: detector.settings, quietTimes: maySee ? all : shared });
  }
  return {
    format: DETECTORS_FORMAT,
    version: EXPORT_VERSION,
    exportedAt: new Date().toISOString(),
    detectors: exported,
    broken,
    omitted,
  };
}

const omittedText = (count: number, { settings: { name, indexPattern } }: Detector): string =>
  `Expected times, mutes and calendars of single entities are not in the export of "${name}" (${count}): their names are for those who may read "${indexPattern}" or the anomalies.`;
