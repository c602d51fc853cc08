// npm start: the product on this machine, until Ctrl-C. Sets up what is missing and says so.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureDependencies } from './dependencies.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'target/host/main.js');

const SOURCES = ['common', 'server', 'public', 'standalone', 'scripts', 'package-lock.json'];

/** Whether a source is newer than what was built of it. */
function isOutdated() {
  if (!fs.existsSync(program)) return true;
  const built = fs.statSync(program).mtimeMs;
  const newer = (file) => {
    const stat = fs.statSync(file);
    if (!stat.isDirectory()) return stat.mtimeMs > built;
    return fs.readdirSync(file).some((name) => newer(path.join(file, name)));
  };
  return SOURCES.some((source) => newer(path.join(root, source)));
}

ensureDependencies();
if (process.argv.includes('--kibana')) {
  const { startKibana } = await import('./start_kibana.mjs');
  await startKibana();
} else {
  if (isOutdated()) {
    console.log('Building the host.');
    const { buildHost } = await import('./build_host.mjs');
    await buildHost();
  }
  // In this process, so that whoever ends it ends all of it.
  createRequire(import.meta.url)(program);
}
