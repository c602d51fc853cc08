import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** What Kibana 8.12.2 allows in a plugin's manifest; any other key stops Kibana's start. */
const ALLOWED_KEYS = [
  'id',
  'kibanaVersion',
  'type',
  'version',
  'configPath',
  'requiredPlugins',
  'optionalPlugins',
  'runtimePluginDependencies',
  'ui',
  'server',
  'extraPublicDirs',
  'requiredBundles',
  'serviceFolders',
  'owner',
  'description',
  'enabledOnAnonymousPages',
];

describe('the flat manifest', () => {
  const file = path.join(root, 'kibana.json');
  let manifest: Record<string, unknown>;

  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/write_manifest.mjs'], { cwd: root });
    manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  });
  afterAll(() => fs.rmSync(file));

  it('has only keys that Kibana allows', () => {
    expect(Object.keys(manifest).filter((key) => !ALLOWED_KEYS.includes(key))).toEqual([]);
  });

  it('has the keys that Kibana demands', () => {
    expect(manifest).toMatchObject({
      id: 'anomalyDetector',
      version: '0.1.0',
      kibanaVersion: 'kibana',
      owner: { name: 'anomaly-detector' },
      server: true,
      ui: true,
      configPath: ['anomalyDetector'],
      requiredPlugins: ['encryptedSavedObjects', 'features', 'taskManager'],
    });
  });
});

describe('npm run build', () => {
  it.each([[['--kibana-version', '9.9.9']], [['--kibana-version', '8.12']], [[]]])(
    'refuses %j and names the versions it knows',
    (args) => {
      const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs', ...args], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/is not among the versions that a build is made for: 8\.12\.2\b/);
    }
  );
});
