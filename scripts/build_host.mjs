// node scripts/build_host.mjs [--out DIR] [--libraries kibana|newer] [--development]
// Builds the standalone host into target/host: main.js, which Node.js runs, the program of its training thread beside it, and
// public/, which it serves.
// Nothing is fetched: all libraries come from node_modules.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { euiIcons, sharedLibraries } from './public_bundle.mjs';
import { buildTrainingWorker, bundle } from './server_bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Kibana's own packages are not on npm; these files stand in for what is used of them at run time. */
const STAND_INS = {
  '@kbn/i18n': 'standalone/kibana_packages/i18n.ts',
  '@kbn/config-schema': 'standalone/kibana_packages/config_schema.ts',
  '@kbn/es-query': 'standalone/kibana_packages/es_query.ts',
  '@kbn/embeddable-plugin/public': 'standalone/kibana_packages/embeddable.ts',
  rxjs: 'standalone/kibana_packages/rxjs.ts',
  '@kbn/task-manager-plugin/server': 'standalone/kibana_packages/task_manager.ts',
  '@kbn/kibana-react-plugin/public': 'standalone/host/browser/kibana_react.tsx',
};

const standIns = sharedLibraries({ sharedDeps: 'bundled', standIns: STAND_INS });

async function buildServer(outDir) {
  const options = {
    target: 'node20',
    packages: 'external',
    plugins: [standIns],
    sourcemap: true,
  };
  await Promise.all([
    bundle('standalone/host/main.ts', path.join(outDir, 'main.js'), options),
    buildTrainingWorker(outDir, options),
  ]);
}

/**
 * The libraries that the browser side runs on: those of the Kibana that the plugin is for, or those that newer Kibanas
 * bring. The sources are the same.
 */
const LIBRARIES = {
  kibana: {
    alias: {},
    // Newer EUI brings its styles with its components.
    euiSheet: (theme) => `@elastic/eui/dist/eui_theme_${theme}.min.css`,
    chartsSheet: (theme) => `@elastic/charts/dist/theme_${theme}.css`,
  },
  newer: {
    alias: {
      react: 'react-18',
      'react-dom': 'react-dom-18',
      '@elastic/eui': 'eui-next',
      '@elastic/charts': 'charts-next',
    },
    chartsSheet: (theme) => `charts-next/dist/theme_${theme}.css`,
  },
};

async function buildPublic(outDir, { alias, euiSheet, chartsSheet }, minify) {
  await build({
    absWorkingDir: root,
    entryPoints: { shell: 'standalone/host/app_shell.tsx' },
    outdir: outDir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2020',
    jsx: 'transform',
    chunkNames: 'chunk.[hash]',
    minify,
    define: { 'process.env.NODE_ENV': minify ? '"production"' : '"development"' },
    alias,
    plugins: [standIns, euiIcons],
    tsconfigRaw: {},
    legalComments: 'none',
    logLevel: 'warning',
  });
  for (const theme of ['light', 'dark']) {
    const sheets = [...(euiSheet ? [euiSheet(theme)] : []), chartsSheet(theme)].map((sheet) =>
      readFile(path.join(root, 'node_modules', sheet), 'utf8')
    );
    await writeFile(
      path.join(outDir, `theme_${theme}.css`),
      (await Promise.all(sheets)).join('\n')
    );
  }
}

/**
 * @param options.outDir folder to write to; what is in it is removed first
 * @param options.libraries see `LIBRARIES`
 * @param options.minify smaller and faster in the browser, harder to read there
 */
export async function buildHost({
  outDir = path.join(root, 'target/host'),
  libraries = 'kibana',
  minify = true,
} = {}) {
  if (!Object.hasOwn(LIBRARIES, libraries)) {
    throw new Error(
      `There are no libraries "${libraries}": give one of ${Object.keys(LIBRARIES).join(', ')}.`
    );
  }
  await rm(outDir, { recursive: true, force: true });
  await mkdir(path.join(outDir, 'public'), { recursive: true });
  await Promise.all([
    buildServer(outDir),
    buildPublic(path.join(outDir, 'public'), LIBRARIES[libraries], minify),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      libraries: { type: 'string' },
      development: { type: 'boolean', default: false },
    },
  });
  await buildHost({
    ...(values.out ? { outDir: path.resolve(values.out) } : {}),
    libraries: values.libraries,
    minify: !values.development,
  });
}
