import type { ElasticsearchClient } from '@kbn/core/server';
import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { missingFieldsSentence } from '../detectors/health';
import { sourceOf } from '../detectors/score_detector';
import { findMissingFields } from '../elasticsearch/missing_fields';
import type { LoadedModel } from '../models/model_cache';

import type { DetectorTaskRun } from './task_runner';
import { tell } from './tell';

/** How often the newest logs are looked at for the fields that a detector needs. */
const CHECK_EVERY_MS = 10 * 60_000;

const checkedCodec = t.type({ /** epoch ms */ at: t.number, modelId: t.string });
/** When, and for which model, the fields were last looked for; part of the task's state. */
export type CheckedFields = t.TypeOf<typeof checkedCodec>;

/**
 * Looks from time to time whether the newest logs still have what the model measures, and keeps what is missing in the
 * detector's status. Both that fields are missing and that they are back is told.
 * @param checked of the task's state, as it was returned the last time
 * @param now epoch ms
 */
export async function checkFields(
  run: DetectorTaskRun,
  {
    client,
    model,
    checked,
    now,
  }: { client: ElasticsearchClient; model: LoadedModel; checked: unknown; now: number }
): Promise<CheckedFields> {
  const { space, detector } = run;
  const last = checkedCodec.decode(checked);
  const modelId = model.summary.id;
  if (isRight(last) && last.right.modelId === modelId && now - last.right.at < CHECK_EVERY_MS) {
    return last.right;
  }
  const missing = await findMissingFields(client, sourceOf(detector, model.summary), now);
  if (missing) {
    await space.detectors.updateStatus(detector.id, { missingFields: missing });
    const known = detector.status.health.find(({ kind }) => kind === 'fields_missing')?.message;
    const sentence = missing.length > 0 ? missingFieldsSentence(detector.settings, missing) : null;
    if (sentence !== null && sentence !== known) await tell(run, 'warning', 'notice', sentence);
    if (sentence === null && known !== undefined) {
      await tell(run, 'info', 'notice', 'The logs have all fields that the detector needs again.');
    }
  }
  return { at: now, modelId };
}
