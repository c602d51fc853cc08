/** The part of RxJS that is used; Kibana shares its own copy with plugins. */
declare module 'rxjs' {
  export interface Subscription {
    unsubscribe(): void;
  }
  export class BehaviorSubject<T> {
    constructor(value: T);
    readonly value: T;
    next(value: T): void;
    subscribe(next: (value: T) => void): Subscription;
  }
}
