// Writes docs/openapi.json from the codecs and the declarations of the routes: `npm run docs:api`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import prettier from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = path.join(root, 'target/api_reference/main.cjs');
const page = path.join(root, 'docs/openapi.json');

await build({
  absWorkingDir: root,
  entryPoints: ['standalone/api_reference/main.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  // Kibana's own packages are not on npm.
  alias: {
    '@kbn/es-query': path.join(root, 'standalone/kibana_packages/es_query.ts'),
    '@kbn/i18n': path.join(root, 'standalone/kibana_packages/i18n.ts'),
    '@kbn/config-schema': path.join(root, 'standalone/kibana_packages/config_schema.ts'),
    '@kbn/task-manager-plugin/server': path.join(
      root,
      'standalone/kibana_packages/task_manager.ts'
    ),
  },
  sourcemap: true,
  logLevel: 'warning',
});
const text = execFileSync(process.execPath, ['--enable-source-maps', bundle], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const options = await prettier.resolveConfig(page);
fs.writeFileSync(page, await prettier.format(text, { ...options, filepath: page }));
