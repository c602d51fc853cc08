/** Does so many pieces of work at a time; others wait in a line that is not endless. */
export class Workers {
  private busy = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly count: number,
    private readonly longestLine: number
  ) {}

  /** The outcome of `work`; undefined, at once, when too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy >= this.count) {
      if (this.waiting.length >= this.longestLine) return undefined;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.busy++;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.busy--;
    }
  }
}
