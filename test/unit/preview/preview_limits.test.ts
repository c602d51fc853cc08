import { DetectorError } from '../../../server/errors';
import { previewSignal } from '../../../server/preview/preview_signal';
import { PreviewSlots } from '../../../server/preview/preview_slots';

/** Work that goes on until it is told to end. */
function openWork() {
  let end: (value: string) => void = () => {};
  const done = new Promise<string>((resolve) => (end = resolve));
  return { work: () => done, end: () => end('done') };
}

describe('previews at once', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('wait for one that is about to end', async () => {
    const slots = new PreviewSlots(1);
    const first = openWork();
    const running = slots.run(first.work);
    const waiting = slots.run(() => Promise.resolve('second'));
    first.end();
    expect(await running).toBe('done');
    await jest.advanceTimersByTimeAsync(100);
    expect(await waiting).toBe('second');
  });

  it('are refused in words when none ends', async () => {
    const slots = new PreviewSlots(1);
    const first = openWork();
    const running = slots.run(first.work);
    const refused = expect(slots.run(() => Promise.resolve('second'))).rejects.toThrow(
      'No more than 1 previews may be computed at once, and so many are. Try again in a moment.'
    );
    await jest.advanceTimersByTimeAsync(6_000);
    await refused;
    first.end();
    await running;
  });

  it('make room also when one fails', async () => {
    const slots = new PreviewSlots(1);
    await expect(slots.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await slots.run(() => Promise.resolve('next'))).toBe('next');
  });
});

describe('a preview ends', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const disconnecting = () => {
    const listeners = new Set<() => void>();
    return {
      aborted$: {
        subscribe: (next: () => void) => {
          listeners.add(next);
          return { unsubscribe: () => listeners.delete(next) };
        },
      },
      listeners,
    };
  };

  it('when nobody waits for it any more', () => {
    const { aborted$, listeners } = disconnecting();
    const { signal } = previewSignal(aborted$);
    expect(signal.aborted).toBe(false);
    listeners.forEach((tell) => tell());
    expect(signal.aborted).toBe(true);
  });

  it('after a minute, with a reason that says what to do', () => {
    const { signal } = previewSignal(disconnecting().aborted$);
    jest.advanceTimersByTime(60_000);
    expect(signal.reason).toBeInstanceOf(DetectorError);
    expect((signal.reason as DetectorError).message).toContain('took longer than 60 seconds');
  });

  it('and leaves nothing behind', () => {
    const { aborted$, listeners } = disconnecting();
    previewSignal(aborted$).release();
    expect(listeners.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
