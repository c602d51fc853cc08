// npm run build -- --kibana-version 8.12.2 [--plugin-version 0.1.0] [--out DIR]
// Makes build/anomalyDetector-<version>_kibana-<kibana version>.zip, which bin/kibana-plugin installs.
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import yazl from 'yazl';

import { flatManifest, KNOWN_KIBANA_VERSIONS } from './manifest.mjs';
import { buildPublicBundle } from './public_bundle.mjs';
import { buildServerBundle } from './server_bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Kibana takes a translation whose name is its `i18n.locale` to the letter, so each is there with its country too. */
const LOCALES = { de: ['de', 'de-DE'] };

/** Kibana finds a plugin's translations through `.i18nrc.json`. */
function stageTranslations(stage) {
  const settings = JSON.parse(fs.readFileSync(path.join(root, '.i18nrc.json'), 'utf8'));
  const staged = settings.translations.flatMap((file) => {
    const folder = path.dirname(file);
    return LOCALES[path.basename(file, '.json')].map((locale) => {
      const copy = `${folder}/${locale}.json`;
      fs.mkdirSync(path.join(stage, folder), { recursive: true });
      fs.copyFileSync(path.join(root, file), path.join(stage, copy));
      return copy;
    });
  });
  const staging = { ...settings, translations: staged };
  fs.writeFileSync(path.join(stage, '.i18nrc.json'), `${JSON.stringify(staging, null, 2)}\n`);
}

async function zip(folder, prefix, file) {
  const archive = new yazl.ZipFile();
  for (const source of filesBelow(folder)) {
    const name = path.posix.join(prefix, path.relative(folder, source).split(path.sep).join('/'));
    // The installer applies the modes that it finds; the date is fixed so that the same input makes the same zip.
    archive.addFile(source, name, { mode: 0o100644, mtime: new Date(Date.UTC(2000, 0, 1)) });
  }
  archive.end();
  await pipeline(archive.outputStream, fs.createWriteStream(file));
}

/**
 * Builds the installable zip.
 * @returns {Promise<string>} its path
 */
export async function build({ kibanaVersion, pluginVersion, outDir = path.join(root, 'build') }) {
  if (!Object.hasOwn(KNOWN_KIBANA_VERSIONS, kibanaVersion)) {
    throw new Error(
      `Kibana ${kibanaVersion ?? '(none given)'} is not among the versions that a build is made for: ` +
        `${Object.keys(KNOWN_KIBANA_VERSIONS).join(', ')}. Give one of them with --kibana-version.`
    );
  }
  const manifest = flatManifest(kibanaVersion, pluginVersion);
  const stage = path.join(outDir, 'stage', manifest.id);
  fs.rmSync(stage, { recursive: true, force: true });
  fs.mkdirSync(stage, { recursive: true });
  fs.writeFileSync(path.join(stage, 'kibana.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  fs.writeFileSync(
    path.join(stage, 'package.json'),
    `${JSON.stringify({ name: manifest.id, version: manifest.version, license: 'Apache-2.0' }, null, 2)}\n`
  );
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(stage, 'LICENSE'));
  stageTranslations(stage);
  await buildServerBundle(path.join(stage, 'server'));
  await buildPublicBundle({ outDir: path.join(stage, 'target/public'), minify: true });
  const file = path.join(outDir, `${manifest.id}-${manifest.version}_kibana-${kibanaVersion}.zip`);
  await zip(stage, `kibana/${manifest.id}`, file);
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { values } = parseArgs({
      options: {
        'kibana-version': { type: 'string' },
        'plugin-version': { type: 'string' },
        out: { type: 'string' },
      },
    });
    const file = await build({
      kibanaVersion: values['kibana-version'],
      pluginVersion: values['plugin-version'],
      ...(values.out ? { outDir: path.resolve(values.out) } : {}),
    });
    console.log(
      `${path.relative(process.cwd(), file)}  ${(fs.statSync(file).size / 1024).toFixed(0)} kB`
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
