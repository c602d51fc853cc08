import type { KeptModel } from '../../common/model';
import type { Space } from '../space';

/** How many models of a detector are kept whole, whatever they are. */
export const KEPT_MODELS = 10;
/** Older ones that records refer to are kept whole too as long as all together take no more bytes than this. */
const WHOLE_BYTES = 200 * 1024 * 1024;

/** What becomes of the models of a detector. */
export interface Retention {
  /** Only what they were made of is kept on. */
  strip: string[];
  delete: string[];
}

/**
 * The newest models stay, and the active and the pinned ones. Older ones stay as long as records refer to them: whole while
 * there is room, then by what they were made of.
 * @param models newest first
 * @param isReferredTo whether records refer to a model
 */
export function retentionOf(
  models: readonly KeptModel[],
  {
    activeModelId,
    isReferredTo,
    wholeBytes = WHOLE_BYTES,
  }: {
    activeModelId: string | null;
    isReferredTo: (id: string) => boolean;
    wholeBytes?: number;
  }
): Retention {
  const certain = (model: KeptModel, place: number): boolean =>
    place < KEPT_MODELS || model.id === activeModelId || model.pinned !== null;
  const bytesOf = ({ isWhole, sizeBytes }: KeptModel) => (isWhole ? sizeBytes : 0);
  let bytes = models.filter(certain).reduce((sum, model) => sum + bytesOf(model), 0);
  const retention: Retention = { strip: [], delete: [] };
  for (const [place, model] of models.entries()) {
    if (certain(model, place)) continue;
    if (!isReferredTo(model.id)) {
      retention.delete.push(model.id);
      continue;
    }
    bytes += bytesOf(model);
    if (model.isWhole && bytes > wholeBytes) retention.strip.push(model.id);
  }
  return retention;
}

/**
 * Deletes what is no longer to be kept of a detector's models.
 * @param referredTo ids of the models that records refer to
 */
export async function retainModels(
  { models, detectors }: Space,
  detectorId: string,
  referredTo: { has: (id: string) => boolean }
): Promise<void> {
  const { models: listed } = await models.list(detectorId);
  const { status } = await detectors.get(detectorId);
  const retention = retentionOf(listed, {
    activeModelId: status.activeModelId,
    isReferredTo: (id) => referredTo.has(id),
  });
  for (const id of retention.delete) await models.delete(id);
  for (const id of retention.strip) await models.strip(id);
  await models.deleteLeftOver(detectorId);
}
