import { EXPORT_VERSION, MODEL_FORMAT, type ModelExport } from '../../common/transfer';
import type { Caller } from '../detectors/caller';
import type { LogAccess } from '../detectors/log_access';
import { DetectorError } from '../errors';
import type { Space } from '../space';

/**
 * A model with its bytes.
 * @throws DetectorError where it is not there, or only its report is, or whoever asks may not read the logs
 */
export async function exportModel(
  { client }: Pick<Caller, 'client'>,
  space: Space,
  { detectorId, modelId, logAccess }: { detectorId: string; modelId: string; logAccess: LogAccess }
): Promise<ModelExport> {
  const detector = await space.detectors.get(detectorId);
  const { id, settings } = detector;
  if (!(await logAccess.mayRead(client, detector))) {
    throw new DetectorError(
      'forbidden',
      `A model tells what is typical in the logs that it learned from: to export it takes the privilege "read" on "${settings.indexPattern}".`
    );
  }
  const { summary, bytes } = await space.models.export(detectorId, modelId);
  return {
    format: MODEL_FORMAT,
    version: EXPORT_VERSION,
    exportedAt: new Date().toISOString(),
    detector: { id, name: settings.name, entityFields: settings.entityFields },
    model: summary,
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  };
}
