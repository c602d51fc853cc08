import { decideOn } from '../../../server/models/adopt_model';
import { keptModel } from '../../builders/model';

const chosen = { by: 'ada', at: '2026-03-01T08:00:00.000Z' };
const free = { fits: true, activeNumber: 3, chosen: null };

const aModel = (
  changes: Partial<ReturnType<typeof keptModel>> = {},
  { worse = [], said = [] }: { worse?: string[]; said?: string[] } = {}
) =>
  keptModel({
    number: 4,
    notices: ['of the logs'],
    assessment: { with: { id: 'model-3', number: 3 }, comparison: null, worse, changes: said },
    ...changes,
  });

describe('a model that was just learned', () => {
  it('is used where nothing speaks against it', () => {
    expect(decideOn(aModel(), free)).toEqual({ isActive: true, notices: ['of the logs'] });
  });

  it('of the schedule is kept back when it looks worse, which is said', () => {
    const { isActive, notices } = decideOn(aModel({}, { worse: ['It knows less.'] }), free);
    expect(isActive).toBe(false);
    expect(notices).toEqual([
      'Model 4 was trained and kept back, because it looks worse than model 3, which stays in use. It knows less. If that is right, activate model 4.',
      'of the logs',
    ]);
  });

  it('that somebody asked for is used also when it looks worse, which is said', () => {
    const asked = aModel({ origin: 'request' }, { worse: ['It knows less.'] });
    const { isActive, notices } = decideOn(asked, free);
    expect(isActive).toBe(true);
    expect(notices[0]).toBe(
      'Model 4 is used because its training was asked for, and looks worse than model 3. It knows less. If that is not right, activate model 3 again.'
    );
  });

  it('is used when it finds something else, which is said', () => {
    const { isActive, notices } = decideOn(aModel({}, { said: ['It finds less.'] }), free);
    expect([isActive, notices[0]]).toEqual([true, 'Model 4 is in use. It finds less.']);
  });

  it('does not take the place of one that a person chose', () => {
    for (const origin of ['schedule', 'request'] as const) {
      const { isActive, notices } = decideOn(aModel({ origin }), { ...free, chosen });
      expect(isActive).toBe(false);
      expect(notices[0]).toMatch(/model 3, which "ada" chose on 2026-03-01T08:00:00.000Z, stays/);
    }
  });

  it('takes the place of any that can no longer be used, also of a chosen one, which is said', () => {
    const worse = aModel({}, { worse: ['It knows less.'] });
    expect(decideOn(worse, { ...free, fits: false })).toEqual({
      isActive: true,
      notices: ['of the logs'],
    });
    const { isActive, notices } = decideOn(worse, { fits: false, activeNumber: 3, chosen });
    expect([isActive, notices[0]]).toEqual([
      true,
      'Model 3, which "ada" chose on 2026-03-01T08:00:00.000Z, can no longer be used. Model 4 is used in its place, and new models are again.',
    ]);
  });
});
