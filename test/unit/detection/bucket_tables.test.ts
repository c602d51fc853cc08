import { endOf, joinTables, joinTablesInTurns } from '../../../server/detection/bucket_tables';
import type { BucketTable } from '../../../server/detection/types';
import { aTable, DAY, FIVE_MINUTES, HOUR, MONDAY, sliceTable } from './traffic';

const table = aTable({ seed: 1, days: 1 });
const whole = { from: MONDAY, to: MONDAY + DAY, spanMs: FIVE_MINUTES };
const noon = MONDAY + 12 * HOUR;

describe('joined tables', () => {
  it('are what they were cut from', () => {
    const parts = [sliceTable(table, MONDAY, noon), sliceTable(table, noon, MONDAY + DAY)];
    expect(joinTables(parts, whole)).toEqual(table);
    expect(endOf(joinTables(parts, whole))).toBe(MONDAY + DAY);
  });

  it('give way after each entity', () => {
    const turns = [...joinTablesInTurns([table], whole)];
    expect(turns).toHaveLength(table.entities.length);
  });

  it('keep the metrics, each under its name', () => {
    const withMetrics = (metrics: string[]): BucketTable => ({
      ...table,
      metrics,
      entities: table.entities.map((entity) => ({
        ...entity,
        metrics: metrics.map((name) => new Float32Array(table.length).fill(name.length)),
      })),
    });
    const parts = [
      sliceTable(withMetrics(['cart', 'queue']), MONDAY, noon),
      sliceTable(withMetrics(['queue', 'cart']), noon, MONDAY + DAY),
    ];
    expect(joinTables(parts, whole)).toEqual(withMetrics(['cart', 'queue']));
    const longer = joinTables(parts, { ...whole, to: MONDAY + 2 * DAY });
    expect(longer.entities[0].metrics[0][table.length]).toBeNaN();
  });

  it('take the later one where they overlap', () => {
    const old = sliceTable(table, MONDAY, noon + HOUR);
    for (const { count } of old.entities) count.fill(7, 144);
    const parts = [old, sliceTable(table, noon, MONDAY + DAY)];
    expect(joinTables(parts, whole)).toEqual(table);
  });

  it('hold no logs where none of them is', () => {
    const later = joinTables([table], { ...whole, to: MONDAY + 2 * DAY });
    expect(later.length).toBe(2 * table.length);
    expect(later.entities[0].count.subarray(table.length).every((count) => count === 0)).toBe(true);
    expect(later.entities[0].latencyP50[table.length]).toBeNaN();
  });
});
