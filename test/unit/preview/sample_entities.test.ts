import { sampleEntities } from '../../../server/preview/sample_entities';

const entities = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ values: [`e${place}`], logs: count - place }));
const names = (chosen: ReturnType<typeof entities>) => chosen.map(({ values }) => values[0]);

describe('entities to look at', () => {
  it('are all where they are few', () => {
    const { busiest, others } = sampleEntities(entities(4), 4);
    expect(names(busiest)).toEqual(['e0', 'e1', 'e2', 'e3']);
    expect(others).toEqual([]);
  });

  it('are the busiest and some of the others, from busy to quiet, each of which stands for many', () => {
    const { busiest, others, othersWeight } = sampleEntities(entities(22), 4);
    expect(names(busiest)).toEqual(['e0', 'e1']);
    expect(names(others)).toEqual(['e7', 'e17']);
    expect(othersWeight).toBe(10);
    expect(busiest.length + others.length * othersWeight).toBe(22);
  });
});
