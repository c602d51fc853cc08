import { isDeepStrictEqual } from 'node:util';

import type * as t from 'io-ts';

import { decodeOrThrow } from '../../common/codecs';
import type { Detector } from '../../common/detector';
import {
  exportedDetectorCodec,
  type detectorExportCodec,
  type ExportedDetector,
  type ImportDetectorsResponse,
  type ImportOutcome,
} from '../../common/transfer';
import type { Caller } from '../detectors/caller';
import type { SaveDetector } from '../detectors/save_detector';
import { explainElasticsearchError } from '../elasticsearch/elasticsearch_error';
import { messageOf } from '../errors';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import { assertKnownVersion } from './export_version';

/** The name that is written in a detector which may not be readable. */
function nameIn(item: unknown): string {
  const { settings } = (item ?? {}) as { settings?: { name?: unknown } };
  return typeof settings?.name === 'string' ? settings.name : '(without a name)';
}

/**
 * Takes detectors over from a file. Each gets an id and a key of its own here, as if whoever imports it had created it, and is
 * stopped. Detectors are known by their names: nothing is overwritten unless that is asked for.
 */
export class ImportDetectors {
  constructor(
    private readonly save: Pick<SaveDetector, 'create' | 'update'>,
    private readonly tasks: Pick<DetectorTasks, 'applyQuietTimesSoon'>
  ) {}

  /** @throws DetectorError for a file of a later version */
  async execute(
    caller: Caller,
    space: Space,
    file: t.TypeOf<typeof detectorExportCodec>,
    { overwrite }: { overwrite: boolean }
  ): Promise<ImportDetectorsResponse> {
    assertKnownVersion(file.version);
    const known = (await space.detectors.list()).detectors;
    const outcomes: ImportOutcome[] = [];
    for (const item of file.detectors) {
      try {
        const exported = decodeOrThrow(exportedDetectorCodec, item);
        outcomes.push(await this.take(caller, space, exported, { known, overwrite }));
      } catch (thrown) {
        const error = explainElasticsearchError(thrown, 'importing a detector', 'user');
        outcomes.push({
          name: nameIn(item),
          outcome: 'failed',
          id: null,
          message: messageOf(error),
        });
      }
    }
    return { detectors: outcomes };
  }

  private async take(
    caller: Caller,
    space: Space,
    { settings, quietTimes }: ExportedDetector,
    { known, overwrite }: { known: Detector[]; overwrite: boolean }
  ): Promise<ImportOutcome> {
    const { name } = settings;
    const same = known.filter((detector) => detector.settings.name === name);
    const done = (outcome: ImportOutcome['outcome'], id: string): ImportOutcome => ({
      ...{ name, outcome, id },
      message: null,
    });
    if (same.length === 0) {
      const detector = await this.save.create(caller, space, settings);
      known.push(detector);
      await space.quietTimes.change(detector.id, () => ({ quietTimes, pending: null }));
      return done('created', detector.id);
    }
    const identical = same.find((detector) => isDeepStrictEqual(detector.settings, settings));
    if (identical) return done('unchanged', identical.id);
    if (same.length > 1 || !overwrite) {
      return {
        name,
        outcome: 'conflict',
        id: same[0].id,
        message:
          same.length > 1
            ? `${same.length} detectors here are called "${name}": rename or delete all but one.`
            : `A detector "${name}" with other settings is here already and was left as it is. To give it the settings of the file, import with overwrite=true; to have both, rename one.`,
      };
    }
    const [{ id }] = same;
    await this.save.update(caller, space, id, settings);
    await space.quietTimes.change(id, () => ({ quietTimes, pending: { from: null, to: null } }));
    await this.tasks.applyQuietTimesSoon(id, space.id);
    return done('replaced', id);
  }
}
