import * as t from 'io-ts';

import { isoDate, oneOf } from './codecs';
import { latencyUnits, signalNames } from './detector';

/** What a model was made of; the model itself stays on the server. */
export const modelSummaryCodec = t.type({
  id: t.string,
  detectorId: t.string,
  /** Counts up from 1 for each detector. */
  number: t.number,
  createdAt: isoDate,
  trainedFrom: isoDate,
  trainedTo: isoDate,
  bucketSpanSeconds: t.number,
  timeZone: t.string,
  signals: t.array(oneOf(signalNames)),
  latencyField: t.union([t.type({ field: t.string, unit: oneOf(latencyUnits) }), t.null]),
  statusField: t.union([t.string, t.null]),
  entities: t.number,
  /** Buckets with logs that were learned from. */
  buckets: t.number,
  logs: t.number,
  notices: t.array(t.string),
  sizeBytes: t.number,
  seed: t.number,
  /** Hash of the settings that a model depends on: a detector whose settings have another one needs training. */
  settingsHash: t.string,
});
export type ModelSummary = t.TypeOf<typeof modelSummaryCodec>;
