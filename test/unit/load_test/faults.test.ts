import { readFault } from '../../../standalone/load_test/faults';

describe('a planned fault', () => {
  it('is read from its kind, its beginning and its length', () => {
    expect(readFault('slow@5m:90s')).toEqual({ kind: 'slow', startMs: 300_000, lengthMs: 90_000 });
  });

  it.each([
    ['slow', 'give one of slow, errors, overload, when it begins and how long it lasts'],
    ['sleepy@5m:2m', '--fault is "sleepy@5m:2m"'],
    ['slow@5:2m', '--fault is "5": give a number and a unit'],
  ])('is refused as %j', (text, message) => {
    expect(() => readFault(text)).toThrow(message);
  });
});
