import { assessModel } from '../../../server/models/assess_model';
import { comparison, distribution, keptModel } from '../../builders/model';

const before = keptModel({ id: 'model-3', number: 3 });
const after = (changes: Partial<typeof before> = {}) =>
  keptModel({ id: 'model-4', number: 4, ...changes });
const withAlarms = (major: number) =>
  distribution({ records: { warning: 0, minor: 0, major, critical: 0 } });

describe('a model that was just learned', () => {
  it('is no worse than one of about the same data and alarms', () => {
    const found = comparison({ own: withAlarms(12), other: withAlarms(9) });
    expect(assessModel(after({ entities: 8, buckets: 60_000 }), before, found)).toEqual({
      with: { id: 'model-3', number: 3 },
      comparison: found,
      worse: [],
      changes: [],
    });
  });

  it('is worse when it knows less than half of the entities', () => {
    const { worse } = assessModel(after({ entities: 4 }), before, comparison());
    expect(worse).toEqual(['It knows 4 entities, and model 3 knows 10.']);
  });

  it('may lose the second of two entities', () => {
    const small = keptModel({ entities: 2 });
    expect(assessModel(after({ entities: 1 }), small, comparison()).worse).toEqual([]);
    expect(assessModel(after({ entities: 0 }), small, comparison()).worse).toEqual([]);
  });

  it('is worse when it learned from less than half of the hours of logs, however long its buckets are', () => {
    const lost = assessModel(after({ buckets: 30_000 }), before, comparison());
    expect(lost.worse).toEqual([
      'It learned from 2500 hours of logs of all entities together, and model 3 from 6667.',
    ]);
    const larger = after({ buckets: 7_000, bucketSpanSeconds: 3_600 });
    expect(assessModel(larger, before, comparison()).worse).toEqual([]);
  });

  it('is told to know a part of an hour, and not none', () => {
    const short = after({ buckets: 5, bucketSpanSeconds: 300 });
    expect(assessModel(short, before, comparison()).worse).toContain(
      'It learned from 0.4 hours of logs of all entities together, and model 3 from 6667.'
    );
  });

  it('is worse when it makes more than one in a hundred buckets of the last day alarms, and three times as many', () => {
    const found = comparison({ own: withAlarms(60), other: withAlarms(2) });
    expect(assessModel(after(), before, found)).toMatchObject({
      worse: ['In the last day it makes 60 buckets alarms (2.1 %), and model 3 2 (0.07 %).'],
      changes: [],
    });
  });

  it('is no worse for the alarms of a day in which the model before it saw them too', () => {
    const found = comparison({ own: withAlarms(60), other: withAlarms(40) });
    expect(assessModel(after(), before, found)).toMatchObject({ worse: [], changes: [] });
  });

  it('may find much less than the one before, which is said', () => {
    const found = comparison({ own: withAlarms(1), other: withAlarms(40) });
    const { worse, changes } = assessModel(after(), before, found);
    expect(worse).toEqual([]);
    expect(changes.join()).toContain('taken an incident for usual');
  });

  it('is said not to have been compared where no buckets are kept', () => {
    const { worse, changes } = assessModel(after(), before, null);
    expect([worse.length, changes.length]).toEqual([0, 1]);
    expect(changes[0]).toContain('could not be compared with model 3');
  });
});
