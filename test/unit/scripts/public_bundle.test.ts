import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';

const root = path.resolve(__dirname, '../../..');
let outDir: string;

beforeAll(() => {
  outDir = mkdtempSync(path.join(tmpdir(), 'public-bundle-'));
  // An ES module, which jest cannot import: it is run as the build runs it.
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { buildPublicBundle } from './scripts/public_bundle.mjs';
       await buildPublicBundle({ outDir: ${JSON.stringify(outDir)}, minify: true });`,
    ],
    { cwd: root }
  );
});
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

const read = (file: string) => readFileSync(path.join(outDir, file), 'utf8');
const chunks = () => readdirSync(outDir).filter((file) => file !== 'anomalyDetector.plugin.js');

describe('the public bundle', () => {
  it('defines the plugin in a script that adds at most 5 kB to every page of Kibana', () => {
    const defined: Array<{ id: string; load: (key: string) => unknown; key: string }> = [];
    const entry = read('anomalyDetector.plugin.js');
    vm.runInNewContext(entry, {
      __kbnSharedDeps__: {
        KbnI18n: { i18n: { translate: (id: string) => id } },
        React: { lazy: (load: unknown) => load },
      },
      __kbnBundles__: {
        define: (id: string, load: (key: string) => unknown, key: string) =>
          defined.push({ id, load, key }),
      },
    });

    expect(Buffer.byteLength(entry)).toBeLessThanOrEqual(5_000);
    expect(defined).toHaveLength(1);
    expect(defined[0].id).toBe('plugin/anomalyDetector/public');
    expect(defined[0].load(defined[0].key)).toHaveProperty('plugin', expect.any(Function));
  });

  it('loads the app, panels and rule forms from below the path that the page sets', () => {
    const loaded = [
      ...read('anomalyDetector.plugin.js').matchAll(
        /import\(__kbnPublicPath__\.anomalyDetector\+"([^"]+)"\)/g
      ),
    ].map(([, file]) => file);

    expect(loaded).toContainEqual(expect.stringMatching(/^mount\./));
    expect(chunks()).toEqual(expect.arrayContaining(loaded));
  });

  it("takes shared libraries from Kibana's globals and brings none of its own", () => {
    const code = chunks().map(read).join('\n');

    const globals = [
      ...['React', 'ReactDom', 'ElasticEui', 'ElasticCharts', 'IoTs', 'KbnI18n'].map(
        (name) => `__kbnSharedDeps__.${name}`
      ),
      '__kbnBundles__.get("plugin/kibanaReact/public")',
    ];
    expect(globals.filter((name) => !code.includes(name))).toEqual([]);
    const bareImport = /(?:^|[;}])import[\w\s{},*$]*from\s*"[^./]/m;
    expect(bareImport.test(code)).toBe(false);
    expect(Buffer.byteLength(code)).toBeLessThan(400_000);
  });
});
