import fs from 'node:fs';
import path from 'node:path';

/** One file of the Numenta Anomaly Benchmark (NAB). */
export interface NabFile {
  /** Folder and name, such as `realTweets/Twitter_volume_KO.csv`. */
  name: string;
  /** The folder, such as `realTweets`. */
  category: string;
  /** The rows' timestamps as they stand in the file, taken for UTC; epoch ms. */
  times: Float64Array;
  values: Float64Array;
  /** Anomaly windows as numbers of their first and last row, ascending. */
  windows: ReadonlyArray<readonly [first: number, last: number]>;
}

/** NAB's own rule: this share of a file's rows, and of no more than so many, is for learning and not judged. */
const PROBATION_SHARE = 0.15;
const PROBATION_MOST_ROWS = 5_000;

/** Rows at the beginning of a file of `rows` that are not judged. */
export const probationRows = (rows: number): number =>
  Math.min(Math.floor(PROBATION_SHARE * rows), PROBATION_SHARE * PROBATION_MOST_ROWS);

const epochMs = (text: string): number => Date.parse(`${text.trim().replace(' ', 'T')}Z`);

/**
 * Reads the corpus from a folder with NAB's `data` and `labels/combined_windows.json`.
 *
 * @throws Error when a file does not look as it should.
 */
export function readCorpus(folder: string): NabFile[] {
  const labels = path.join(folder, 'labels/combined_windows.json');
  const windowsOf = JSON.parse(fs.readFileSync(labels, 'utf8')) as Record<
    string,
    Array<[string, string]>
  >;
  return Object.keys(windowsOf)
    .sort()
    .map((name) => readFile(path.join(folder, 'data', name), name, windowsOf[name]));
}

function readFile(file: string, name: string, labelled: Array<[string, string]>): NabFile {
  const rows = fs.readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const times = Float64Array.from(rows, (row) => epochMs(row.slice(0, row.indexOf(','))));
  const values = Float64Array.from(rows, (row) => Number(row.slice(row.indexOf(',') + 1)));
  const rowAt = (time: string): number => {
    const row = times.indexOf(epochMs(time));
    if (row < 0)
      throw new Error(`${file} has no row at ${time}, where a window of it is labelled.`);
    return row;
  };
  if (values.some(Number.isNaN)) throw new Error(`${file} holds a value that is no number.`);
  const windows = labelled.map(([first, last]) => [rowAt(first), rowAt(last)] as const);
  return { name, category: path.dirname(name), times, values, windows };
}
