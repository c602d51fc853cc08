import { formatProgress } from '../../../standalone/command_line/progress';

describe('the progress of a command', () => {
  const half = { count: 1_000, what: 'lines', elapsedMs: 2_000 };

  it('shows a bar, how many there were, how many a second, and the time left', () => {
    expect(formatProgress({ ...half, share: 0.5 })).toBe(
      '[############------------] 50 %  1,000 lines  500/s  2 s left'
    );
  });

  it('says how long it will take in minutes and hours', () => {
    expect(formatProgress({ ...half, share: 0.01 })).toContain('3 min 18 s left');
    expect(formatProgress({ ...half, elapsedMs: 60_000, share: 0.01 })).toContain('1 h 39 min');
  });

  it('shows only counts where it is not known how much there is', () => {
    expect(formatProgress({ ...half, share: undefined })).toBe('1,000 lines  500/s');
  });
});
