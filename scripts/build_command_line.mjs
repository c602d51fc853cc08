// Bundles the command line into target/command_line/anomaly_detector.js, which bin/anomaly-detector.js runs.
// npm calls it after an install (`prepare`); it can be called again at any time with `npm run prepare`.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

const esbuild = await loadEsbuild();
if (esbuild) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['standalone/command_line/main.ts'],
    outfile: 'target/command_line/anomaly_detector.js',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // The dependencies are installed beside the bundle; only the project's own sources go into it.
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
} else {
  // An install without development dependencies is a valid one: it only has no command line.
  console.warn(
    'The command line anomaly-detector was not built, because esbuild, a development dependency, is not installed. ' +
      'To build it, run "npm ci --include=dev".'
  );
}
