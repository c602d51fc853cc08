import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

import type { HttpServer, RequestSpace } from './http/http_server';

const APP_PATH = '/app/anomalyDetector';
const ASSET_PATH = '/host_assets';

export type Capabilities = Record<string, Record<string, boolean>>;

const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

// As Kibana's: scripts from here alone, no inline ones, no eval.
const CONTENT_SECURITY_POLICY =
  "script-src 'self'; worker-src blob: 'self'; style-src 'unsafe-inline' 'self'";

/** @param capabilities what the user may do, by feature, for `core.application.capabilities` */
const pageWith = (capabilities: Capabilities) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Anomaly Detector</title>
    <link rel="icon" href="data:," />
    <link id="theme" rel="stylesheet" href="${ASSET_PATH}/theme_light.css" />
    <script type="module" src="${ASSET_PATH}/shell.js"></script>
  </head>
  <body>
    <div id="chrome"></div>
    <div id="app" data-capabilities="${escapeAttribute(JSON.stringify(capabilities))}"></div>
  </body>
</html>
`;

const escapeAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Serves the app's page, the files it loads from `publicDir`, and a way to it from `/`. */
export function addAppPages(http: HttpServer, publicDir: string, capabilities: Capabilities): void {
  const page = pageWith(capabilities);
  const root = resolve(publicDir);
  http.addPage('/', ({ app, url }, h) => {
    const { basePath } = app as RequestSpace;
    return h.redirect(basePath + APP_PATH + url.search);
  });
  for (const path of [APP_PATH, `${APP_PATH}/{rest*}`]) {
    http.addPage(path, (_request, h) =>
      h
        .response(page)
        .type('text/html')
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .header('cache-control', 'no-store')
    );
  }
  http.addPage(`${ASSET_PATH}/{file*}`, async (request, h) => {
    const { file } = request.params as { file: string };
    const path = join(root, file);
    if (!path.startsWith(root + sep)) return h.response('Not found').code(404);
    try {
      return h
        .response(await readFile(path))
        .type(CONTENT_TYPES[extname(path)] ?? 'application/octet-stream')
        .header('cache-control', 'no-cache');
    } catch {
      return h.response('Not found').code(404);
    }
  });
}
