import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { EXPECTED_HASHES } from '../../unit/detection/model_hashes';
import { nodeBinary } from './node_binary';

const root = path.resolve(__dirname, '../../..');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-node-'));
const program = path.join(scratch, 'print_hashes.cjs');

beforeAll(() => {
  execFileSync(path.join(root, 'node_modules/.bin/esbuild'), [
    path.join(__dirname, 'print_hashes.ts'),
    `--outfile=${program}`,
    '--bundle',
    '--platform=node',
    '--target=node18',
    '--log-level=warning',
  ]);
});
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

it.each(['18.20.8', '20.20.2', '22.23.3'])(
  'learns the same bytes from the same seed under Node %s',
  async (version) => {
    const binary = await nodeBinary(version);
    const printed = JSON.parse(execFileSync(binary, [program], { encoding: 'utf8' })) as unknown;
    expect(printed).toEqual({
      version: expect.stringMatching(new RegExp(`^${version.split('.')[0]}\\.`)) as unknown,
      hashes: EXPECTED_HASHES,
    });
  },
  300_000
);

it('says what to do when a Node cannot be fetched', async () => {
  const registry = 'http://127.0.0.1:9';
  const environment = {
    ...process.env,
    ANOMALY_DETECTOR_CACHE: path.join(scratch, 'cache'),
    npm_config_cache: path.join(scratch, 'npm'),
    npm_config_registry: registry,
    npm_config_fetch_retries: '0',
  };
  await expect(nodeBinary('19.0.0', environment)).rejects.toThrow(
    /^Node 19\.0\.0 is needed .* npm could not fetch node-.*@19\.0\.0 into .* Let npm reach its registry/
  );
  expect(fs.readdirSync(path.join(scratch, 'cache/node'))).toEqual([]);
});
