import * as t from 'io-ts';

import type { Broken } from './broken';
import { isoDate, optional, strictObject, text, withDefault } from './codecs';
import { detectorSettingsCodec } from './detector';
import { modelSummaryCodec, type KeptModel } from './model';
import { quietTimesCodec } from './quiet_times';

/** Version of the files that detectors and models are exported to; a newer one only adds to them. */
export const EXPORT_VERSION = 1;

export const DETECTORS_FORMAT = 'anomaly-detector/detectors';
export const MODEL_FORMAT = 'anomaly-detector/model';

/** A detector without its key, owner, state and models. */
export const exportedDetectorCodec = t.type({
  settings: detectorSettingsCodec,
  quietTimes: withDefault(quietTimesCodec, { expected: [], mutes: [], calendars: [] }),
});
export type ExportedDetector = t.TypeOf<typeof exportedDetectorCodec>;

/** A file of detectors; each of them is decoded by itself, so that a broken one does not hold up the others. */
export const detectorExportCodec = t.type({
  format: t.literal(DETECTORS_FORMAT),
  version: t.number,
  exportedAt: isoDate,
  detectors: t.array(t.unknown),
});

export interface DetectorExport {
  format: typeof DETECTORS_FORMAT;
  version: number;
  exportedAt: string;
  detectors: ExportedDetector[];
  /** Detectors that could not be read, each with the reason; they are not in the export. */
  broken: Broken[];
  /** What of detectors in the export is not in it, each with the reason. */
  omitted: Broken[];
}

/** A file of one model. */
export const modelExportCodec = t.type({
  format: t.literal(MODEL_FORMAT),
  version: t.number,
  exportedAt: isoDate,
  /** The detector that it was of. */
  detector: t.type({ id: t.string, name: t.string, entityFields: t.array(t.string) }),
  model: modelSummaryCodec,
  /** Base64 of its bytes. */
  data: t.string,
});
export type ModelExport = t.TypeOf<typeof modelExportCodec>;

/** So large may a file of detectors and one of a model be, in bytes. */
export const MAX_DETECTORS_BYTES = 10 * 1024 * 1024;
export const MAX_MODEL_BYTES = 150 * 1024 * 1024;

export const exportDetectorsQuery = strictObject('ExportQuery', {
  /** The only detector that is wanted. */
  id: optional(text(1, 100)),
});

export const importDetectorsQuery = strictObject('ImportQuery', {
  /** Whether a detector of the same name gets the settings of the file; else it stays as it is. */
  overwrite: optional(t.union([t.literal('true'), t.literal('false')])),
});

/**
 * What became of a detector of a file. `unchanged`: one of its name has its settings already; `conflict`: one of its name has
 * others, and was left as it is.
 */
export interface ImportOutcome {
  name: string;
  outcome: 'created' | 'replaced' | 'unchanged' | 'conflict' | 'failed';
  /** Of the detector in this space; null where it has none. */
  id: string | null;
  /** Why it was not taken over; null where it was. */
  message: string | null;
}

export interface ImportDetectorsResponse {
  detectors: ImportOutcome[];
}

export interface ImportModelResponse {
  model: KeptModel;
  /** Whether the detector had it already. */
  alreadyThere: boolean;
}
