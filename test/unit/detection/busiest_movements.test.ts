import { BusiestMovements } from '../../../server/detection/busiest_movements';

const movement = (start: number) => ({
  count: new Float64Array(0),
  expected: new Float64Array(0),
  start,
});

describe('movements of the busiest entities', () => {
  it('are all there, in their order, while there are few', () => {
    const movements = new BusiestMovements();
    for (const start of [3, 1, 2]) movements.add(movement(start), start);
    expect(movements.all().map(({ start }) => start)).toEqual([3, 1, 2]);
  });

  it('are those of the 500 busiest, in their order, of however many', () => {
    const movements = new BusiestMovements();
    for (let start = 0; start < 2_600; start++) movements.add(movement(start), start % 1_300);
    const kept = movements.all().map(({ start }) => start);
    expect(kept).toHaveLength(500);
    expect([...kept].sort((a, b) => a - b)).toEqual(kept);
    expect(kept.every((start) => start % 1_300 >= 1_050)).toBe(true);
  });
});
