import { retentionOf } from '../../../server/models/retain_models';
import { keptModel } from '../../builders/model';

const models = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    keptModel({ id: `m${count - index}`, number: count - index, sizeBytes: 100 })
  );
const nothing = { activeModelId: null, isReferredTo: () => false };

describe('the retention of models', () => {
  it('keeps the newest ten, the active and the pinned ones', () => {
    const pinned = models(14).map((model) =>
      model.id === 'm2' ? { ...model, pinned: { by: null, at: '2026-03-01T00:00:00Z' } } : model
    );
    expect(retentionOf(pinned, { ...nothing, activeModelId: 'm4' })).toEqual({
      strip: [],
      delete: ['m3', 'm1'],
    });
  });

  it('keeps those that records refer to', () => {
    const isReferredTo = (id: string) => ['m1', 'm3'].includes(id);
    expect(retentionOf(models(13), { ...nothing, isReferredTo })).toEqual({
      strip: [],
      delete: ['m2'],
    });
  });

  it('keeps only what they were made of where all together are too large, the oldest first', () => {
    const asked = { ...nothing, isReferredTo: () => true, wholeBytes: 1_200 };
    expect(retentionOf(models(15), asked)).toEqual({ strip: ['m3', 'm2', 'm1'], delete: [] });
    const stripped = models(15).map((model) =>
      ['m3', 'm2', 'm1'].includes(model.id) ? { ...model, isWhole: false } : model
    );
    expect(retentionOf(stripped, asked)).toEqual({ strip: [], delete: [] });
  });
});
