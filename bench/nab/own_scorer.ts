import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { alarmsOf, type CorpusScore, type Scores } from './alarms';
import { type NabFile } from './corpus';

export interface NabHome {
  /** Folder of NAB itself: its package, configuration and results. */
  folder: string;
  /** A Python with pandas. */
  python: string;
  /** The folder that the corpus was read from. */
  corpusFolder: string;
}

/** What NAB calls it in the names of files. */
const DETECTOR = 'detections';

/**
 * The score that NAB's own code gives to the alarms at a threshold: in the files that it reads, each alarm has the score 1 and
 * all other rows have 0.
 *
 * @throws Error when NAB fails
 */
export function ownScore(
  corpus: readonly NabFile[],
  scores: Scores,
  { threshold }: Pick<CorpusScore, 'threshold'>,
  { folder, python, corpusFolder }: NabHome
): number {
  const results = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-nab-'));
  try {
    for (const [number, file] of corpus.entries()) {
      const alarms = new Set(alarmsOf(file, scores[number], threshold));
      const lines = Array.from(file.times, (time, row) => {
        const timestamp = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
        return `${timestamp},${file.values[row]},${alarms.has(row) ? 1 : 0},0`;
      });
      const into = path.join(results, DETECTOR, file.category);
      fs.mkdirSync(into, { recursive: true });
      fs.writeFileSync(
        path.join(into, `${DETECTOR}_${path.basename(file.name)}`),
        ['timestamp,value,anomaly_score,label', ...lines, ''].join('\n')
      );
    }
    const program = path.resolve('bench/nab/score_detections.py');
    const labels = path.join(corpusFolder, 'labels/combined_windows.json');
    const data = path.join(corpusFolder, 'data');
    const output = execFileSync(python, [program, folder, data, labels, results, DETECTOR], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return Number(output.trim().split('\n').pop());
  } finally {
    fs.rmSync(results, { recursive: true, force: true });
  }
}
