import type { Observable } from '@kbn/core/public';

/** A value that can be watched; who subscribes is told the present one first, as in Kibana. */
export interface State<T> extends Observable<T> {
  readonly value: T;
  set(value: T): void;
}

export function createState<T>(initial: T): State<T> {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      listeners.forEach((listener) => listener(next));
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(value);
      return {
        unsubscribe: () => {
          listeners.delete(listener);
        },
      };
    },
  };
}
