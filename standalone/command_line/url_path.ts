const NUMBER = /^\d+$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** From 16 digits on: shorter ones may be words. */
const LONG_HEX = /^(?:0x)?[\da-f]{16,}$/i;

const isIdentifier = (segment: string): boolean =>
  NUMBER.test(segment) || UUID.test(segment) || LONG_HEX.test(segment);

/**
 * The path of what was requested, with few values: without origin, query, fragment and matrix parameters, and with
 * `{id}` for numbers, UUIDs and long hexadecimal numbers.
 * @example normalisePath('/users/42/orders?page=2') // '/users/{id}/orders'
 */
export function normalisePath(target: string): string {
  const path = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  if (path === '') return '/';
  return path
    .split('/')
    .map((segment) => {
      const name = segment.replace(/;.*$/s, '');
      return isIdentifier(name) ? '{id}' : name;
    })
    .join('/');
}
