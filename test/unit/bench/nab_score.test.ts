import { alarmsOf, bestScore } from '../../../bench/nab/alarms';
import { probationRows, type NabFile } from '../../../bench/nab/corpus';
import { gridOf, rowScores } from '../../../bench/nab/grid';
import { normalisedScore, rowWorth, scoreFile } from '../../../bench/nab/nab_score';

const MINUTE_MS = 60_000;

/** A file of 5-minute rows with the given windows. */
const fileOf = (rows: number, windows: Array<[number, number]>): NabFile => ({
  name: 'made/up.csv',
  category: 'made',
  times: Float64Array.from({ length: rows }, (_, row) => row * 5 * MINUTE_MS),
  values: new Float64Array(rows),
  windows,
});

const scoreOf = (file: NabFile, alarms: number[]) => scoreFile(file, rowWorth(file), alarms);

describe("NAB's score", () => {
  const file = fileOf(1_000, [[500, 599]]);

  it('is 1 for an alarm at the beginning of a window, and less the later it is', () => {
    expect(scoreOf(file, [500]).score).toBeCloseTo(1, 6);
    // 2 ÷ (1 + e^(−2.5)) − 1 over 2 ÷ (1 + e^(−5)) − 1
    expect(scoreOf(file, [550]).score).toBeCloseTo(0.84828 / 0.98661, 4);
    expect(scoreOf(file, [599]).score).toBeCloseTo(0.02499 / 0.98661, 4);
  });

  it('counts the best alarm of a window once', () => {
    expect(scoreOf(file, [500, 520, 599]).score).toBeCloseTo(1, 6);
  });

  it('takes 1 for a window that was missed', () => {
    expect(scoreOf(file, []).score).toBe(-1);
  });

  it('takes 0.11 for an alarm before all windows, and less right behind one', () => {
    expect(scoreOf(file, [300, 500]).score).toBeCloseTo(1 - 0.11, 6);
    // One row behind a window of 100: scaled by 1 ÷ 99.
    expect(scoreOf(file, [500, 600]).score).toBeCloseTo(1 - 0.11 * 0.02525, 4);
    expect(scoreOf(file, [500, 999]).score).toBeCloseTo(1 - 0.11, 3);
  });

  it('does not look at the probation, of at most 750 rows', () => {
    expect(scoreOf(file, [10, 500]).falseAlarms).toBe(0);
    expect(probationRows(1_000)).toBe(150);
    expect(probationRows(20_000)).toBe(750);
  });

  it('is 0 without alarms and 100 for perfect ones, whatever the number of windows', () => {
    const files = [
      file,
      fileOf(2_000, [
        [400, 499],
        [900, 999],
      ]),
      fileOf(1_000, []),
    ];
    expect(normalisedScore(files.map((of) => scoreOf(of, [])))).toBe(0);
    const perfect = files.map((of) =>
      scoreOf(
        of,
        of.windows.map(([first]) => first)
      )
    );
    expect(normalisedScore(perfect)).toBeCloseTo(100, 6);
  });
});

describe('alarms', () => {
  const file = fileOf(1_000, [[500, 599]]);
  const scoresAt = (rows: number[]): Float64Array => {
    const scores = new Float64Array(1_000);
    for (const row of rows) scores[row] = 1;
    return scores;
  };

  it('are one as long as each row follows within half an hour of the end of the one before', () => {
    expect(alarmsOf(file, scoresAt([200, 201, 207, 214]), 1)).toEqual([200]);
    expect(alarmsOf(file, scoresAt([200, 208]), 1)).toEqual([200, 208]);
  });

  it('are not raised in the probation', () => {
    expect(alarmsOf(file, scoresAt([20, 300]), 1)).toEqual([300]);
  });

  it('have the threshold with the best score', () => {
    const scores = Float64Array.from({ length: 1_000 }, (_, row) =>
      row >= 500 && row < 600 ? 2 + row / 1_000 : row / 1_000
    );
    const { standard, threshold } = bestScore([file], [scores]);
    expect(threshold).toBeGreaterThan(1);
    expect(standard).toBeGreaterThan(80);
  });
});

describe('the grid of a file', () => {
  it('joins rows of one bucket, leaves gaps open, and scores with the last row of a bucket', () => {
    const times = [0, 5, 10, 12, 25, 30, 35].map((minute) => minute * MINUTE_MS);
    const file: NabFile = {
      ...fileOf(7, []),
      times: Float64Array.from(times),
      values: Float64Array.of(1, 2, 3, 5, 6, 7, 8),
    };
    const grid = gridOf(file);
    expect(grid.spanMs).toBe(5 * MINUTE_MS);
    expect([...grid.values]).toEqual([1, 2, 4, NaN, NaN, 6, 7, 8]);
    expect([...rowScores(grid, Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8]))]).toEqual([
      1, 2, 0, 3, 6, 7, 8,
    ]);
  });
});
