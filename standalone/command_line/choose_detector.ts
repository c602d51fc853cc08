import type { Detector } from '../../common/detector';
import type { DetectorClient } from '../kibana_api/detector_client';
import { CommandError } from './command_error';

const CREATE = 'Create one in the app, or with "anomaly-detector all".';

/**
 * The detector that is meant: by its id, else by its name; without a word the only one there is.
 * @throws CommandError which names those that there are
 */
export async function chooseDetector(
  client: DetectorClient,
  nameOrId: string | undefined
): Promise<Detector> {
  const detectors = await client.detectors();
  if (detectors.length === 0) throw new CommandError(`There are no detectors. ${CREATE}`);
  if (nameOrId === undefined) {
    if (detectors.length === 1) return detectors[0];
    throw new CommandError(`Which detector? Give --detector one of: ${namesOf(detectors)}.`);
  }
  const byId = detectors.find(({ id }) => id === nameOrId);
  if (byId) return byId;
  const byName = detectors.filter(({ settings }) => settings.name === nameOrId);
  if (byName.length === 1) return byName[0];
  if (byName.length > 1) {
    throw new CommandError(
      `There are ${byName.length} detectors of the name "${nameOrId}": give --detector the id of one: ${byName.map(({ id }) => id).join(', ')}.`
    );
  }
  throw new CommandError(`There is no detector "${nameOrId}". There are: ${namesOf(detectors)}.`);
}

const namesOf = (detectors: Detector[]): string =>
  detectors.map(({ id, settings }) => `"${settings.name}" (${id})`).join(', ');
