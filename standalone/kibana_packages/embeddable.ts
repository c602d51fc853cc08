import type { EmbeddableInput } from '@kbn/embeddable-plugin/public';

import { BehaviorSubject } from './rxjs';

/**
 * Stands in for the class that panels extend in Kibana up to 8.17, as far as panels use it: input arrives from the dashboard
 * around it, and a new time of reloading means to ask again.
 */
export abstract class Embeddable<I extends EmbeddableInput = EmbeddableInput> {
  readonly id: string;
  private readonly input$: BehaviorSubject<I>;

  constructor(
    input: I,
    private readonly output: { defaultTitle?: string }
  ) {
    this.id = input.id;
    this.input$ = new BehaviorSubject(input);
  }

  abstract reload(): void;

  getInput(): I {
    return this.input$.value;
  }

  getInput$(): BehaviorSubject<I> {
    return this.input$;
  }

  getTitle(): string {
    return this.getInput().title ?? this.output.defaultTitle ?? '';
  }

  /** What a dashboard does when something of it changes. */
  updateInput(changed: Partial<I>): void {
    const before = this.getInput().lastReloadRequestTime;
    this.input$.next({ ...this.getInput(), ...changed });
    if (changed.lastReloadRequestTime !== undefined && changed.lastReloadRequestTime !== before) {
      this.reload();
    }
  }

  render(_element: HTMLElement): void {}

  destroy(): void {}
}
