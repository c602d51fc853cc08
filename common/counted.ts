/**
 * A number with what it counts.
 * @example counted(1, 'entity', 'entities') // '1 entity'
 */
export const counted = (count: number, one: string, other = `${one}s`): string =>
  `${count} ${count === 1 ? one : other}`;
