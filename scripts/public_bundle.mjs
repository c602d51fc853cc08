import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const PLUGIN_ID = 'anomalyDetector';

/** The entry is loaded with every page of Kibana, so it is kept small: everything else comes in chunks. */
const MAX_ENTRY_BYTES = 5_000;

/** Packages that Kibana shares with plugins, by the property of `__kbnSharedDeps__` they stand under. */
const SHARED_PACKAGES = {
  '@elastic/charts': 'ElasticCharts',
  '@elastic/datemath': 'KbnDatemath',
  '@elastic/eui': 'ElasticEui',
  '@elastic/numeral': 'ElasticNumeral',
  '@emotion/cache': 'EmotionCache',
  '@emotion/react': 'EmotionReact',
  '@kbn/es-query': 'KbnEsQuery',
  '@kbn/i18n': 'KbnI18n',
  '@kbn/i18n-react': 'KbnI18nReact',
  '@kbn/rison': 'KbnRison',
  '@kbn/ui-theme': 'KbnUiTheme',
  classnames: 'Classnames',
  history: 'History',
  'io-ts': 'IoTs',
  lodash: 'Lodash',
  moment: 'Moment',
  'moment-timezone': 'MomentTimezone',
  react: 'React',
  'react-dom': 'ReactDom',
  'react-router': 'ReactRouter',
  'react-router-dom': 'ReactRouterDom',
  rxjs: 'Rxjs',
  tslib: 'TsLib',
  uuid: 'Uuid',
};

/** Exports of other plugins; they exist only once Kibana has loaded those, so only chunks may import them. */
const PLUGIN_BUNDLES = {
  '@kbn/embeddable-plugin/public': 'plugin/embeddable/public',
  '@kbn/kibana-react-plugin/public': 'plugin/kibanaReact/public',
};

/**
 * What the entry takes of shared packages. Named one by one they need none of the code by which esbuild makes a module of
 * a global, which is a fifth of the entry; a name that is missing here does not build.
 */
const ENTRY_IMPORTS = { '@kbn/i18n': ['i18n'], react: ['createElement', 'lazy', 'Suspense'] };

const exactly = (name) => new RegExp(`^${name.replace(/[/.]/g, '\\$&')}$`);

/**
 * An esbuild plugin that decides where shared libraries come from.
 *
 * @param options.sharedDeps `kibana`: from the running Kibana's globals; `bundled`: the real packages become
 *   part of the bundle, for a host that is not Kibana
 * @param options.namedImports by package, the only names that are imported of it
 * @param options.standIns with `bundled`: files that stand in for `@kbn/*` packages, by the package's name
 */
export function sharedLibraries({ sharedDeps = 'kibana', standIns = {}, namedImports = {} } = {}) {
  return {
    name: 'shared-libraries',
    setup({ onResolve, onLoad }) {
      if (sharedDeps === 'bundled') {
        for (const [name, file] of Object.entries(standIns)) {
          onResolve({ filter: exactly(name) }, () => ({ path: path.resolve(root, file) }));
        }
        return;
      }
      const globals = Object.fromEntries([
        ...Object.entries(SHARED_PACKAGES).map(([name, property]) => [
          name,
          `__kbnSharedDeps__.${property}`,
        ]),
        ...Object.entries(PLUGIN_BUNDLES).map(([name, bundle]) => [
          name,
          `__kbnBundles__.get(${JSON.stringify(bundle)})`,
        ]),
      ]);
      for (const name of Object.keys(globals)) {
        onResolve({ filter: exactly(name) }, () => ({ path: name, namespace: 'kibana-global' }));
      }
      // What is not shared must not be bundled by accident: a second React breaks every hook.
      onResolve(
        { filter: /^(react|react-dom|@elastic\/(eui|charts)|@kbn\/[^/]+)(\/.*)?$/ },
        (args) => ({
          errors: [
            {
              text: `Kibana does not share "${args.path}": import it from the package's main entry`,
            },
          ],
        })
      );
      // A CommonJS module, so that named imports and `default` are looked up when they are used.
      onLoad({ filter: /.*/, namespace: 'kibana-global' }, ({ path: name }) => ({
        contents:
          name in namedImports
            ? `export const { ${namedImports[name].join(', ')} } = ${globals[name]};`
            : `module.exports = ${globals[name]};`,
        loader: 'js',
      }));
    },
  };
}

/** EUI imports an icon as `'./assets/' + name`, without the extension that esbuild needs to find the files. */
export const euiIcons = {
  name: 'eui-icons',
  setup({ onLoad }) {
    onLoad({ filter: /@elastic\/eui\/es\/components\/icon\/icon\.js$/ }, async (args) => {
      const source = await readFile(args.path, 'utf8');
      const mended = source.replace(
        /(import\([^)]*'\.\/assets\/' \+ typeToPathMap\[[^\]]+\])/,
        "$1 + '.js'"
      );
      if (mended === source) {
        throw new Error(`${args.path} no longer imports icons as expected: look at its import()`);
      }
      return { contents: mended, loader: 'js' };
    });
  },
};

/** Options that entry and chunks have in common. */
const common = ({ minify, sharedDeps, standIns, namedImports }) => ({
  absWorkingDir: root,
  bundle: true,
  write: false,
  minify,
  target: ['es2020'],
  jsx: 'transform',
  define: { 'process.env.NODE_ENV': minify ? '"production"' : '"development"' },
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [
    sharedLibraries({ sharedDeps, standIns, namedImports }),
    ...(sharedDeps === 'bundled' ? [euiIcons] : []),
  ],
});

const PLACEHOLDER = 'anomaly-detector-chunk:';

/** Leaves a placeholder for each dynamic import, and notes the file it leads to. */
const collectLazyModules = (lazyModules) => ({
  name: 'collect-lazy-modules',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path: specifier, kind, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'resolving') return undefined;
      const found = await resolve(specifier, { kind, resolveDir, pluginData: 'resolving' });
      if (found.errors.length > 0) return { errors: found.errors };
      const file = path.relative(root, found.path);
      lazyModules.add(file);
      return { path: PLACEHOLDER + file, external: true };
    });
  },
});

/**
 * Builds the browser's side of the plugin:
 * - `anomalyDetector.plugin.js`, a classic script that defines `plugin/anomalyDetector/public`;
 * - for each module it imports lazily an ES module, and what several of them share, in files beside it. They
 *   are found below `__kbnPublicPath__.anomalyDetector`, which the page sets.
 *
 * @param options.outDir folder to write to
 * @param options.minify for production
 * @param options.sharedDeps see `sharedLibraries`
 * @param options.standIns see `sharedLibraries`
 * @returns the names of the files written, with their sizes in bytes
 * @throws when the sources do not compile, or the entry has become too large
 */
export async function buildPublicBundle({
  outDir,
  minify = true,
  sharedDeps = 'kibana',
  standIns = {},
}) {
  const options = common({ minify, sharedDeps, standIns });
  const lazyModules = new Set();
  const entryOptions = common({ minify, sharedDeps, standIns, namedImports: ENTRY_IMPORTS });
  const entry = await build({
    ...entryOptions,
    stdin: {
      contents: [
        `import { plugin } from './public/index';`,
        `__kbnBundles__.define('plugin/${PLUGIN_ID}/public', () => ({ plugin }), '${PLUGIN_ID}');`,
      ].join('\n'),
      resolveDir: root,
    },
    // A classic script that is wrapped by hand: esbuild's own wrapping brings what imports in it never need.
    format: 'esm',
    banner: { js: '(() => {' },
    footer: { js: '})();' },
    plugins: [collectLazyModules(lazyModules), ...entryOptions.plugins],
  });

  const chunks = await build({
    ...options,
    entryPoints: [...lazyModules],
    outdir: path.resolve(outDir),
    entryNames: '[name].[hash]',
    chunkNames: 'chunk.[hash]',
    assetNames: '[name].[hash]',
    format: 'esm',
    splitting: true,
    metafile: true,
  });

  const chunkOf = Object.fromEntries(
    Object.entries(chunks.metafile.outputs)
      .filter(([, output]) => output.entryPoint !== undefined)
      .map(([file, output]) => [output.entryPoint, path.basename(file)])
  );
  const entryText = entry.outputFiles[0].text.replace(
    new RegExp(`import\\(["'\`]${PLACEHOLDER}([^"'\`]+)["'\`]\\)`, 'g'),
    (_, module) => `import(__kbnPublicPath__.${PLUGIN_ID}+${JSON.stringify(chunkOf[module])})`
  );
  if (entryText.includes(PLACEHOLDER)) {
    throw new Error(
      'the entry still holds the placeholder of a chunk: esbuild wrote its import() in an unknown way'
    );
  }
  if (minify && sharedDeps === 'kibana' && Buffer.byteLength(entryText) > MAX_ENTRY_BYTES) {
    throw new Error(
      `the public entry has ${Buffer.byteLength(entryText)} bytes, allowed are ${MAX_ENTRY_BYTES}: import() what is not needed when Kibana starts`
    );
  }

  const files = [
    { name: `${PLUGIN_ID}.plugin.js`, contents: Buffer.from(entryText) },
    ...chunks.outputFiles.map((file) => ({
      name: path.relative(path.resolve(outDir), file.path),
      contents: file.contents,
    })),
  ];
  await mkdir(outDir, { recursive: true });
  await Promise.all(
    files.map(({ name, contents }) => writeFile(path.join(outDir, name), contents))
  );
  return files.map(({ name, contents }) => ({ name, bytes: contents.byteLength }));
}
