import fs from 'node:fs';

import typescript from 'typescript';

/** Versions of Kibana that a zip is built for; each is `tested` (installed and tried) or only `built`. */
export const KNOWN_KIBANA_VERSIONS = {
  '8.12.2': 'tested',
  '8.17.0': 'built',
  '8.18.0': 'built',
  '8.19.0': 'built',
  '9.0.0': 'built',
  '9.1.0': 'built',
};

const root = new URL('../', import.meta.url);
const read = (name) => fs.readFileSync(new URL(name, root), 'utf8');

/** JSON with comments, as Kibana writes its manifests. */
function readJsonc(name) {
  const { config, error } = typescript.parseConfigFileTextToJson(name, read(name));
  if (error)
    throw new Error(`${name}: ${typescript.flattenDiagnosticMessageText(error.messageText, ' ')}`);
  return config;
}

/**
 * The manifest in the flat form that an installed Kibana reads, made from `kibana.jsonc` and `package.json`.
 * @param {string} kibanaVersion the version it is stamped with
 * @param {string} [version] the plugin's version; Kibana caches bundles under it for a year
 */
export function flatManifest(kibanaVersion, version = JSON.parse(read('package.json')).version) {
  const { plugin, owner, description } = readJsonc('kibana.jsonc');
  return {
    id: plugin.id,
    version,
    kibanaVersion,
    description,
    owner: { name: owner },
    configPath: plugin.configPath,
    requiredPlugins: plugin.requiredPlugins,
    optionalPlugins: plugin.optionalPlugins,
    requiredBundles: plugin.requiredBundles,
    server: plugin.server,
    ui: plugin.browser,
  };
}
