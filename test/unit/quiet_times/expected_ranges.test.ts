import type { ExpectedRange } from '../../../common/quiet_times';
import { withExpected, withoutExpected } from '../../../server/quiet_times/expected_ranges';
import { anExpected } from '../../builders/quiet_times';

const MINUTE = 60_000;
const TEN = Date.parse('2026-03-02T10:00:00Z');
const remark = { note: 'load test', by: 'ben', at: '2026-03-03T00:00:00.000Z' };

/** Minutes after ten. */
const stretch = (from: number, to: number, entity = 'checkout') => ({
  entity,
  from: TEN + from * MINUTE,
  to: TEN + to * MINUTE,
});
const shown = (ranges: ExpectedRange[]) =>
  ranges.map(({ entity, from, to, note }) => [
    entity,
    (Date.parse(from) - TEN) / MINUTE,
    (Date.parse(to) - TEN) / MINUTE,
    note,
  ]);

describe('marking as expected', () => {
  it('makes one range of buckets that follow one another, whatever their order', () => {
    const ranges = withExpected([], [stretch(5, 10), stretch(20, 25), stretch(0, 5)], remark);
    expect(shown(ranges)).toEqual([
      ['checkout', 0, 10, 'load test'],
      ['checkout', 20, 25, 'load test'],
    ]);
  });

  it('keeps entities apart', () => {
    const ranges = withExpected([anExpected()], [stretch(60, 65, 'search')], remark);
    expect(shown(ranges)).toEqual([
      ['checkout', 0, 60, 'load test'],
      ['search', 60, 65, 'load test'],
    ]);
  });

  it('replaces what was said of that time before, and keeps the rest', () => {
    const ranges = withExpected([anExpected()], [stretch(20, 30)], { ...remark, note: 'drill' });
    expect(shown(ranges)).toEqual([
      ['checkout', 0, 20, 'load test'],
      ['checkout', 20, 30, 'drill'],
      ['checkout', 30, 60, 'load test'],
    ]);
  });

  it('changes nothing when it is repeated', () => {
    const once = withExpected([], [stretch(0, 5), stretch(5, 10)], remark);
    expect(withExpected(once, [stretch(0, 5), stretch(5, 10)], remark)).toEqual(once);
  });

  it('says who spoke last of a range that grew', () => {
    expect(withExpected([anExpected()], [stretch(60, 65)], remark)).toEqual([
      anExpected({ to: '2026-03-02T11:05:00.000Z', by: 'ben', at: remark.at }),
    ]);
  });
});

describe('taking it back', () => {
  it('leaves what lies on either side', () => {
    expect(shown(withoutExpected([anExpected()], [stretch(20, 30)]))).toEqual([
      ['checkout', 0, 20, 'load test'],
      ['checkout', 30, 60, 'load test'],
    ]);
  });

  it('leaves other entities and what only touches', () => {
    const stretches = [stretch(0, 60, 'search'), stretch(-5, 0), stretch(60, 65)];
    expect(withoutExpected([anExpected()], stretches)).toEqual([anExpected()]);
  });

  it('undoes the marking', () => {
    const stretches = [stretch(0, 5), stretch(20, 25)];
    expect(withoutExpected(withExpected([], stretches, remark), stretches)).toEqual([]);
  });
});
