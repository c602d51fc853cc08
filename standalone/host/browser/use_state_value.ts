import type { Observable } from '@kbn/core/public';
import { useEffect, useState } from 'react';

/** The present value of something watched. */
export function useStateValue<T>(state: Observable<T>, initial: T): T {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const subscription = state.subscribe((next) => setValue(() => next));
    return () => subscription.unsubscribe();
  }, [state]);
  return value;
}
