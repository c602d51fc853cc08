import { useCallback, useEffect, useRef } from 'react';

/**
 * A function that stays the same one and calls the callback as it was given last: so a chart need not be drawn again because
 * of a callback that is made anew at each rendering.
 * @returns undefined where there is no callback
 */
export function useLatest<T>(
  callback: ((value: T) => void) | undefined
): ((value: T) => void) | undefined {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  const stable = useCallback((value: T) => latest.current?.(value), []);
  return callback && stable;
}
