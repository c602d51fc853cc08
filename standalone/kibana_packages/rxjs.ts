type Listener<T> = (value: T) => void;

/** Stands in for RxJS, which Kibana shares with plugins, where there is no Kibana. */
export class BehaviorSubject<T> {
  private readonly listeners = new Set<Listener<T>>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  next(value: T): void {
    this.current = value;
    for (const listener of [...this.listeners]) listener(value);
  }

  subscribe(listener: Listener<T>): { unsubscribe(): void } {
    this.listeners.add(listener);
    listener(this.current);
    return { unsubscribe: () => void this.listeners.delete(listener) };
  }
}
