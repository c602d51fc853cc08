import { DetectorError } from '../errors';
import type { LoadedModel } from '../models/model_cache';
import { settingsHash } from '../models/settings_hash';

import type { DetectorTaskRun } from './task_runner';

/**
 * The detector's model, or a sentence that says why there is none to score with: it was trained with other settings, it is no
 * longer kept, or it was stored by another version of the plugin. Training again helps against each of them.
 * @throws DetectorError when it cannot be read now
 */
export async function usableModel({
  context,
  space,
  detector: { settings, status },
}: Pick<DetectorTaskRun, 'context' | 'space' | 'detector'>): Promise<LoadedModel | string> {
  if (status.activeModelId === null) return 'The detector has no model yet.';
  try {
    const model = await context.models.load(space.models, status.activeModelId);
    return model.summary.settingsHash === settingsHash(settings)
      ? model
      : 'The settings have changed since the last training.';
  } catch (error) {
    if (!(error instanceof DetectorError) || error.fault === 'unavailable') throw error;
    return error.message;
  }
}
