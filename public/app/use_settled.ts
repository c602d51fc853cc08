import { useEffect, useState } from 'react';

/** The text once it has not changed for `pauseMs`: what is still being typed is nothing to ask about. */
export function useSettled<T extends string | null>(value: T, pauseMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (value === settled) return undefined;
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, settled, pauseMs]);
  return settled;
}
