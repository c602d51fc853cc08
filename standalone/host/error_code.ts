/** The code of an error of Node.js, such as `EADDRINUSE`; `undefined` when it has none. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}
