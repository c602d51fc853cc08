/**
 * Makes the clock one that stands still until it is set; timers go on as ever. Tasks that are due by the new time run as
 * soon as they are looked for.
 */
export function controlClock(now: number): {
  set: (time: number) => void;
  release: () => void;
} {
  jest.useFakeTimers({
    now,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
  return {
    set: (time) => jest.setSystemTime(time),
    release: () => jest.useRealTimers(),
  };
}
