// What every script needs before it can load a dependency; so this uses nothing but Node.js itself.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 20;

/** Installs the dependencies where they are missing, or where an install was cut off; ends the process when it fails. */
export function ensureDependencies() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    console.error(
      `This needs Node.js ${OLDEST_NODE} or newer; this is ${process.version}. Install one from https://nodejs.org.`
    );
    process.exit(1);
  }
  // npm writes this file last.
  if (fs.existsSync(path.join(root, 'node_modules/.package-lock.json'))) return;
  console.log('Installing the dependencies, which are missing: npm ci');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status === 0) return;
  console.error('"npm ci" failed, see above. Check the network, and try again.');
  process.exit(1);
}
