import fs from 'node:fs';
import { parseArgs } from 'node:util';

import { runNab } from './benchmark';

const USAGE = `Runs the product and its baselines on the Numenta Anomaly Benchmark.

  npm run bench:nab -- [--nab DIR] [--nab-home DIR] [--json FILE] [--only product,seasonal_z,…]

DIR of --nab holds NAB's "data" and "labels" (else NAB_DATA is taken); --nab-home is a clone of NAB, whose own scorer then scores too.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      nab: { type: 'string' },
      'nab-home': { type: 'string' },
      json: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const nab = await runNab({
    folder: values.nab,
    home: values['nab-home'],
    only: values.only?.split(','),
    environment: {
      python: process.env.BENCH_PYTHON ?? 'python3',
      classPath: process.env.BENCH_CLASS_PATH ?? '',
    },
  });
  if (values.json !== undefined && nab !== undefined) {
    fs.writeFileSync(values.json, `${JSON.stringify({ nab }, null, 2)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
