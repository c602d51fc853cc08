// Writes kibana.json beside kibana.jsonc, for the plugin helpers of a Kibana checkout, which read the flat form.
import fs from 'node:fs';

import { flatManifest } from './manifest.mjs';

const file = new URL('../kibana.json', import.meta.url);
fs.writeFileSync(file, `${JSON.stringify(flatManifest('kibana'), null, 2)}\n`);
console.log('kibana.json written from kibana.jsonc');
