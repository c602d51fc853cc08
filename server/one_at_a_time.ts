/** Lets work on the same thing begin only when what was begun before on it has ended; other things do not wait. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(thing) ?? Promise.resolve();
    const result = before.then(work);
    // The next one waits for this one's end, whatever it is.
    const ended = result.catch(() => undefined);
    this.last.set(thing, ended);
    try {
      return await result;
    } finally {
      if (this.last.get(thing) === ended) this.last.delete(thing);
    }
  }
}
