import type { ModelSummary } from '../../common/model';
import type { Model } from '../detection';
import type { ModelRepository } from '../saved_objects/model_repository';

const CAPACITY = 20;

export interface LoadedModel {
  summary: ModelSummary;
  model: Model;
}

/** The models used last, by id; a model never changes, so a loaded one stays right. */
export class ModelCache {
  private readonly loaded = new Map<string, Promise<LoadedModel>>();

  load(models: ModelRepository, id: string): Promise<LoadedModel> {
    const known = this.loaded.get(id);
    // Taken out and put back, it is the newest; the oldest goes first.
    this.loaded.delete(id);
    const loading = known ?? models.load(id);
    this.loaded.set(id, loading);
    loading.catch(() => this.loaded.delete(id));
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size <= CAPACITY) break;
      this.loaded.delete(oldest);
    }
    return loading;
  }
}
