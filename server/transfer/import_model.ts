import { randomUUID } from 'node:crypto';

import type { Detector, DetectorSettings } from '../../common/detector';
import { durationMs } from '../../common/duration';
import type { ImportModelResponse, ModelExport } from '../../common/transfer';
import { deserialiseModelInTurns, type Model } from '../detection';
import { byWhom, type Caller } from '../detectors/caller';
import { DetectorError, messageOf } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import { settingsHash } from '../models/settings_hash';
import { checksumOf } from '../saved_objects/model_repository';
import type { Space } from '../space';
import { inTurns } from '../turns';

import { assertKnownVersion } from './export_version';

/** Takes a model over from a file into a detector. It is stored as its newest one, and used only when somebody activates it. */
export class ImportModel {
  constructor(private readonly log: Pick<DetectorLog, 'tell'>) {}

  /** @throws DetectorError that says why it is no model of this detector */
  async execute(
    caller: Pick<Caller, 'username'>,
    space: Space,
    detectorId: string,
    file: ModelExport
  ): Promise<ImportModelResponse> {
    assertKnownVersion(file.version);
    const detector = await space.detectors.get(detectorId);
    const bytes = Buffer.from(file.data, 'base64');
    const model = await read(bytes);
    assertFits(detector, file, model);
    const checksum = checksumOf(bytes);
    const { models } = await space.models.list(detectorId);
    const known = models.find((one) => one.isWhole && one.checksum === checksum);
    if (known) return { model: known, alreadyThere: true };
    const { id: _id, number: earlierNumber, ...made } = file.model;
    const stored = await space.models.add(
      randomUUID(),
      { bytes, checksum },
      {
        ...made,
        detectorId,
        // The rest of the settings are its detector's, which it fits.
        settingsHash: settingsHash(detector.settings),
        origin: 'import',
        trainedBy: caller.username,
        assessment: null,
      },
      await space.detectors.lastModelNumber(detectorId)
    );
    await this.log.tell({
      ...{ detectorId, spaceId: space.id, level: 'info', kind: 'model_changed' },
      text: `Model ${stored.number} was imported${byWhom(caller)}; it was model ${earlierNumber} of "${file.detector.name}".`,
    });
    return { model: await space.models.get(detectorId, stored.id), alreadyThere: false };
  }
}

async function read(bytes: Uint8Array): Promise<Model> {
  try {
    return await inTurns(deserialiseModelInTurns(bytes));
  } catch (error) {
    throw new DetectorError('invalid', `The file cannot be imported. ${messageOf(error)}`);
  }
}

const listed = (names: readonly string[]): string => names.join(', ') || 'none';

/** @throws DetectorError where a model is no model of a detector, or not the one that its file says */
function assertFits({ settings }: Detector, file: ModelExport, model: Model): void {
  const faults = [...faultsOfFile(file, model), ...faultsFor(settings, file, model)];
  if (faults.length === 0) return;
  throw new DetectorError(
    'invalid',
    `The file is no model for the detector "${settings.name}": ${faults.join('; ')}.`
  );
}

function faultsOfFile({ model: summary, detector }: ModelExport, model: Model): string[] {
  const signals = [...model.signals, ...model.metrics.map(({ name }) => name)];
  const isAsSaid =
    summary.entities >= model.entities.size &&
    summary.bucketSpanSeconds * 1000 === model.spanMs &&
    summary.timeZone === model.timeZone &&
    listed(summary.signals) === listed(signals) &&
    [...model.entities.values()].every(
      ({ values }) => values.length === detector.entityFields.length
    );
  return isAsSaid ? [] : ['what it says of itself is not what its bytes hold'];
}

function faultsFor(settings: DetectorSettings, file: ModelExport, model: Model): string[] {
  const faults: string[] = [];
  const { entityFields } = file.detector;
  if (listed(entityFields) !== listed(settings.entityFields)) {
    faults.push(
      `its entities are told apart by ${listed(entityFields)}, the detector's by ${listed(settings.entityFields)}`
    );
  }
  const others = model.signals.filter((signal) => !settings.signals.includes(signal));
  if (others.length > 0) {
    faults.push(`it watches ${listed(others)}, the detector only ${listed(settings.signals)}`);
  }
  const told = settings.metrics.map(metricText);
  for (const metric of file.model.metrics) {
    if (told.includes(metricText(metric))) continue;
    faults.push(`it watches the metric "${metric.name}", which the detector does not have so`);
  }
  if (model.timeZone !== settings.timeZone) {
    faults.push(`its time zone is ${model.timeZone}, the detector's ${settings.timeZone}`);
  }
  if (settings.bucketSpan !== 'auto' && durationMs(settings.bucketSpan) !== model.spanMs) {
    faults.push(
      `its buckets are of ${model.spanMs / 60_000} minutes, the detector's of ${settings.bucketSpan}`
    );
  }
  return faults;
}

const metricText = ({
  name,
  aggregation,
  field,
  percent,
  direction,
}: DetectorSettings['metrics'][number]): string =>
  JSON.stringify([name, aggregation, field, percent ?? null, direction]);
