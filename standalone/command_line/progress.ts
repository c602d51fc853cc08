import { type TextOutput } from './command_context';
import { formatCount } from './text_format';

const INTERVAL_MS = 500;
const BAR_LENGTH = 24;

/**
 * Passes on `items` and shows on a terminal how many there were and how many a second, with a bar and the time left where
 * it is known how much there is; anything else is left quiet.
 * @param share how much is done, from 0 to 1
 */
export function withProgress<T>(
  items: AsyncIterable<T> | Iterable<T>,
  what: string,
  output: TextOutput,
  share: () => number | undefined = () => undefined
): AsyncIterable<T> {
  // Nothing is put between the items and whoever takes them where nobody is watching.
  if (!output.isTTY && Symbol.asyncIterator in items) return items;
  return withProgressShown(items, what, output, share);
}

async function* withProgressShown<T>(
  items: AsyncIterable<T> | Iterable<T>,
  what: string,
  output: TextOutput,
  share: () => number | undefined
): AsyncGenerator<T, void, undefined> {
  const progress = new ProgressLine(what, output, share);
  try {
    for await (const item of items) {
      progress.count++;
      yield item;
    }
  } finally {
    progress.end();
  }
}

/** One line of a terminal that shows how far something is. */
export class ProgressLine {
  count = 0;
  private readonly startedMs = performance.now();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly what: string,
    private readonly output: TextOutput,
    private readonly share: () => number | undefined
  ) {
    if (output.isTTY) this.timer = setInterval(() => this.show(), INTERVAL_MS);
  }

  end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    // To the beginning of the line, and clear it.
    this.output.write('\r\u001b[K');
  }

  private show(): void {
    const elapsedMs = performance.now() - this.startedMs;
    this.output.write(
      `\r\u001b[K${formatProgress({ count: this.count, what: this.what, elapsedMs, share: this.share() })}`
    );
  }
}

/**
 * @example formatProgress({ count: 1_000, what: 'lines', elapsedMs: 2_000, share: 0.5 })
 * // '[############------------] 50 %  1,000 lines  500/s  2 s left'
 */
export function formatProgress({
  count,
  what,
  elapsedMs,
  share,
}: {
  count: number;
  what: string;
  elapsedMs: number;
  share: number | undefined;
}): string {
  const rate = `${formatCount(count)} ${what}  ${formatCount(Math.round((count / elapsedMs) * 1_000))}/s`;
  if (share === undefined) return rate;
  const filled = Math.round(share * BAR_LENGTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_LENGTH - filled)}] ${Math.floor(share * 100)} %`;
  const left =
    share > 0 ? `  ${formatSeconds((elapsedMs * (1 - share)) / share / 1_000)} left` : '';
  return `${bar}  ${rate}${left}`;
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
