import type { ModelComparisonResponse } from '../../common/model_api';
import { DetectorError } from '../errors';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import type { Space } from '../space';

import type { CompareModels } from './compare_models';
import type { ModelCache } from './model_cache';

/** Compares two models of a detector when somebody asks, one comparison after the other: each takes seconds of work. */
export class AskComparison {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly compare: CompareModels,
    private readonly cache: ModelCache,
    private readonly keys: Pick<DetectorKeys, 'clientOf'>
  ) {}

  /**
   * @param withId the other model; the one in use unless told
   * @throws DetectorError where one of them is not there or cannot be read
   */
  execute(
    space: Space,
    detectorId: string,
    modelId: string,
    withId: string | undefined
  ): Promise<ModelComparisonResponse> {
    const answered = this.last.then(() => this.answer(space, detectorId, modelId, withId));
    this.last = answered.catch(() => undefined);
    return answered;
  }

  private async answer(
    space: Space,
    detectorId: string,
    modelId: string,
    withId: string | undefined
  ): Promise<ModelComparisonResponse> {
    const detector = await space.detectors.get(detectorId);
    const otherId = withId ?? detector.status.activeModelId;
    if (otherId === null) {
      throw new DetectorError(
        'conflict',
        `Detector "${detector.settings.name}" has no model in use. Say which one to compare with: ?with=<id>.`
      );
    }
    const { number } = await space.models.get(detectorId, modelId);
    const other = await space.models.get(detectorId, otherId);
    const comparison = await this.compare.compare(
      { space, detector, client: await this.keys.clientOf(detector, space.namespace) },
      await this.cache.load(space.models, modelId),
      await this.cache.load(space.models, otherId),
      Date.now()
    );
    return {
      model: { id: modelId, number },
      with: { id: otherId, number: other.number },
      comparison,
    };
  }
}
