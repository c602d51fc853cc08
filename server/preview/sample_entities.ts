import type { CountedEntity } from '../elasticsearch/entity_counts';

/** Some entities that stand for all. */
export interface EntitySample {
  /** The busiest ones. */
  busiest: CountedEntity[];
  /** Of the others, evenly spread from busy to quiet. */
  others: CountedEntity[];
  /** How many others there are for each of them. */
  othersWeight: number;
}

/**
 * Chooses `size` entities: all of them where they are no more, else the busiest for one half, and for the other half some of
 * all the rest, so that quiet entities are among them.
 * @param entities the busiest first
 */
export function sampleEntities(entities: readonly CountedEntity[], size: number): EntitySample {
  if (entities.length <= size) return { busiest: [...entities], others: [], othersWeight: 1 };
  const half = Math.ceil(size / 2);
  const rest = entities.slice(half);
  const wanted = size - half;
  const others = Array.from(
    { length: wanted },
    (_, place) => rest[Math.floor(((place + 0.5) * rest.length) / wanted)]
  );
  return { busiest: entities.slice(0, half), others, othersWeight: rest.length / wanted };
}
