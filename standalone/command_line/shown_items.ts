/** Counts all items and keeps the first few, to be shown. */
export class ShownItems<T> {
  count = 0;
  readonly shown: T[] = [];

  constructor(private readonly limit = 20) {}

  add(item: T): void {
    this.count++;
    if (this.shown.length < this.limit) this.shown.push(item);
  }

  /** Takes in the items of another, whose count includes those that it does not show. */
  addAll({ count, shown }: ShownItems<T>): void {
    this.count += count;
    this.shown.push(...shown.slice(0, this.limit - this.shown.length));
  }

  /** How many there are beside the shown ones. */
  get more(): number {
    return this.count - this.shown.length;
  }
}

/** `text` on one line of at most `length` characters. */
export function shorten(text: string, length = 120): string {
  // Control characters of a log must not reach a terminal.
  const printable = text.replaceAll(/\p{Cc}/gu, ' ');
  return printable.length > length ? `${printable.slice(0, length - 3)}...` : printable;
}
