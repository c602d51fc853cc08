import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** What the plugin consists of in Kibana. */
const FOLDERS = ['common', 'public', 'server'];

/** Ways of speaking to the network that are not Kibana's: a module, or a global that is called or made. */
const OWN_WAYS = [
  /from '(node:)?(http|https|http2|net|tls|dgram|dns)'/,
  /from '(undici|axios|node-fetch|got|superagent)'/,
  /(?<![.\w])(fetch|importScripts)\(/,
  /\bnew (XMLHttpRequest|WebSocket|EventSource)\b/,
  /\bsendBeacon\b/,
];

const sources = FOLDERS.flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name))
);

describe('the code that runs in Kibana', () => {
  it('speaks to nobody but through the clients that Kibana hands it', () => {
    expect(sources.length).toBeGreaterThan(100);
    const found = sources.filter((name) => {
      const text = fs.readFileSync(path.join(root, name), 'utf8');
      return OWN_WAYS.some((way) => way.test(text));
    });
    expect(found).toEqual([]);
  });

  it.each([
    "import https from 'node:https';",
    "import { request } from 'undici';",
    "const answer = await fetch('https://example.org');",
    'const request = new XMLHttpRequest();',
    'navigator.sendBeacon(url);',
  ])('would be found out: %s', (line) => {
    expect(OWN_WAYS.some((way) => way.test(line))).toBe(true);
  });
});
