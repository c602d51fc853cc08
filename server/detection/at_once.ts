/** Does without a break what is done in turns. */
export function atOnce<T>(turns: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}
