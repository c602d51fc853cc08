import { counted, withSeparators } from '../../../common/counted';

describe('a number in a sentence', () => {
  it.each([
    [0, '0'],
    [9_999, '9999'],
    [10_000, '10,000'],
    [1_000_753, '1,000,753'],
    [-12_345, '-12,345'],
  ])('has separators from 10,000 on: %d', (number, written) => {
    expect(withSeparators(number)).toBe(written);
  });

  it('stands before what it counts', () => {
    expect(counted(1, 'entity', 'entities')).toBe('1 entity');
    expect(counted(1_000_753, 'log')).toBe('1,000,753 logs');
  });
});
