import * as t from 'io-ts';

import type { Broken } from './broken';
import { optional, strictObject, text } from './codecs';
import type { KeptModel } from './model';
import type { ModelComparison } from './model_scores';

const id = text(1, 100);

export const modelParams = strictObject('ModelParams', { id, modelId: id });

/** The model to compare with: the one in use unless told. */
export const comparisonQuery = strictObject('ComparisonQuery', { with: optional(id) });

export const deleteModelQuery = strictObject('DeleteModelQuery', {
  /** Also a model that records refer to. */
  force: optional(t.union([t.literal('true'), t.literal('false')])),
});

export interface ModelsResponse {
  /** Newest first. */
  models: KeptModel[];
  /** Models that could not be read, each with the reason. */
  broken: Broken[];
  activeModelId: string | null;
}

export interface ModelResponse extends KeptModel {
  isActive: boolean;
  /** Records that were scored with it; null where whoever asks may not read them. */
  records: number | null;
}

/** What a model would find in the last day against another. */
export interface ModelComparisonResponse {
  model: { id: string; number: number };
  with: { id: string; number: number };
  /** null where the buckets that one of them scores are not kept. */
  comparison: ModelComparison | null;
}
