import { type TextOutput } from './command_context';
import { formatCount } from './text_format';

const INTERVAL_MS = 500;

/** Passes on `items` and shows on a terminal how many there were; anything else is left quiet. */
export async function* withProgress<T>(
  items: AsyncIterable<T> | Iterable<T>,
  what: string,
  output: TextOutput
): AsyncGenerator<T, void, undefined> {
  if (!output.isTTY) {
    yield* items;
    return;
  }
  let count = 0;
  const show = () => output.write(`\r${formatCount(count)} ${what}`);
  const timer = setInterval(show, INTERVAL_MS);
  try {
    for await (const item of items) {
      count++;
      yield item;
    }
  } finally {
    clearInterval(timer);
    // To the beginning of the line, and clear it.
    output.write('\r\u001b[K');
  }
}
