import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** The page as the figures in `bench/results` make it; ES modules, which jest cannot import, run as npm runs them. */
const madeAnew = (): string =>
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import fs from 'node:fs';
       import prettier from 'prettier';
       import { resultsPage } from './scripts/results_page.mjs';
       const read = (name) => JSON.parse(fs.readFileSync('bench/results/' + name + '.json', 'utf8'));
       const filepath = 'docs/anomaly_detection_results.md';
       const page = resultsPage({ detection: read('detection'), nab: read('nab'), speed: read('speed') });
       process.stdout.write(await prettier.format(page, { ...(await prettier.resolveConfig(filepath)), filepath }));`,
    ],
    { cwd: root, encoding: 'utf8' }
  );

const file = path.join(root, 'docs/anomaly_detection_results.md');

describe('the page of results', () => {
  it('says what was measured last; where it does not, run "npm run bench:report"', () => {
    expect(fs.readFileSync(file, 'utf8')).toBe(madeAnew());
  });

  it('shows pictures that are there', () => {
    const pictures = [...fs.readFileSync(file, 'utf8').matchAll(/\]\((images\/[^)]+)\)/g)];
    expect(pictures.length).toBeGreaterThan(4);
    for (const [, picture] of pictures) {
      expect(fs.existsSync(path.join(root, 'docs', picture))).toBe(true);
    }
  });
});
