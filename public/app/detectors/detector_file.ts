import { i18n } from '@kbn/i18n';

import { decodeOrThrow } from '../../../common/codecs';
import {
  DETECTORS_FORMAT,
  detectorExportCodec,
  MAX_DETECTORS_BYTES,
  type DetectorExport,
} from '../../../common/transfer';

/** A file of exported detectors, each of which the server decodes by itself. */
export interface DetectorFile extends Pick<DetectorExport, 'format' | 'version' | 'exportedAt'> {
  detectors: unknown[];
}

/** Reads a file that somebody chose; what is wrong with it comes back in words. */
export async function readDetectorFile(file: File): Promise<DetectorFile | { fault: string }> {
  if (file.size > MAX_DETECTORS_BYTES) {
    return {
      fault: i18n.translate('anomalyDetector.import.tooLarge', {
        defaultMessage: '{name} is larger than the {megabytes} MB that a file of detectors may be.',
        values: { name: file.name, megabytes: MAX_DETECTORS_BYTES / (1024 * 1024) },
      }),
    };
  }
  try {
    const { detectors, version, exportedAt } = decodeOrThrow(
      detectorExportCodec,
      JSON.parse(await file.text())
    );
    if (detectors.length > 0) return { format: DETECTORS_FORMAT, version, exportedAt, detectors };
    return {
      fault: i18n.translate('anomalyDetector.import.empty', {
        defaultMessage: '{name} holds no detectors.',
        values: { name: file.name },
      }),
    };
  } catch (error) {
    return {
      fault: i18n.translate('anomalyDetector.import.noExport', {
        defaultMessage: '{name} is no file of exported detectors: {reason}',
        values: { name: file.name, reason: reasonOf(error) },
      }),
    };
  }
}

function reasonOf(error: unknown): string {
  // What a browser says of bytes that are no JSON repeats them, readable or not.
  if (error instanceof SyntaxError) {
    return i18n.translate('anomalyDetector.import.noJson', { defaultMessage: 'it holds no JSON' });
  }
  return error instanceof Error ? error.message : String(error);
}

/** One file of what was exported detector by detector. */
export const detectorFileOf = (exports: readonly DetectorExport[]): DetectorFile => ({
  format: DETECTORS_FORMAT,
  version: Math.max(...exports.map(({ version }) => version)),
  exportedAt: exports[0].exportedAt,
  detectors: exports.flatMap(({ detectors }) => detectors),
});
