import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { atTerminal } from '../builders/terminal';
import { elasticsearchUrl } from './host/test_host';

const PASSWORD = 'right-sécret';
const API_KEY = 'cmlnaHQ6a2V5';
const PROMPT = 'Password of reader at the source: ';

/** Answers as an Elasticsearch with security does: whoever signs in is told that there is no such index. */
function secured(): http.Server {
  const accepted = [
    `Basic ${Buffer.from(`reader:${PASSWORD}`).toString('base64')}`,
    `ApiKey ${API_KEY}`,
  ];
  return http.createServer((request, response) => {
    const isKnown = accepted.includes(request.headers.authorization ?? '');
    const type = isKnown ? 'index_not_found_exception' : 'security_exception';
    const status = isKnown ? 404 : 401;
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-elastic-product': 'Elasticsearch',
    });
    response.end(JSON.stringify({ error: { type, reason: type }, status }));
  });
}

describe('a secret that is typed at a terminal', () => {
  const server = secured();
  let from: string;
  let folder: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anomaly-detector-prompt-'));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    fs.rmSync(folder, { recursive: true });
  });

  const collect = (credentials: string[], question: string, typed: string) =>
    atTerminal(
      [
        ...['collect', '--from', from, '--from-index', 'api-logs-central', ...credentials],
        ...['--index', 'api-logs-copied', '--es', elasticsearchUrl],
        ...['--checkpoint', path.join(folder, 'checkpoint.json')],
      ],
      [{ question, typed }]
    );
  const withPassword = (typed: string) => collect(['--from-username', 'reader'], PROMPT, typed);

  it('is refused in words where it is wrong, and never shown', async () => {
    const { exitCode, screen } = await withPassword('wrong-secret\r');
    expect(exitCode).toBe(1);
    expect(screen).toContain(
      `Elasticsearch at ${from} does not accept the credentials, or wants some (401)`
    );
    expect(screen).not.toContain('wrong');
    expect(screen).not.toContain('*');
  });

  it('signs in where it is right, also after a key too many was taken back', async () => {
    const { exitCode, screen } = await withPassword(`${PASSWORD}x\u007f\r`);
    expect(exitCode).toBe(1);
    expect(screen).toContain('has no index "api-logs-central": check --from-index.');
    expect(screen).not.toContain('cret');
  });

  it('may be an API key', async () => {
    const typed = (key: string) => collect(['--from-api-key'], 'API key of the source: ', key);
    expect((await typed(`${API_KEY}\r`)).screen).toContain('has no index "api-logs-central"');
    const { exitCode, screen } = await typed('d3Jvbmc6a2V5\r');
    expect(exitCode).toBe(1);
    expect(screen).toContain('does not accept the credentials');
    expect(screen).not.toContain('d3Jvbmc6a2V5');
  });

  it('is missed where nothing is typed', async () => {
    const { exitCode, screen } = await withPassword('\r');
    expect(exitCode).toBe(1);
    expect(screen).toContain('Nothing was typed: repeat the command, or set SOURCE_PASSWORD.');
  });

  it('need not be given: Ctrl-C ends the command, and the terminal is as it was', async () => {
    const { exitCode, screen } = await withPassword('half\u0003');
    expect(exitCode).toBe(130);
    expect(screen.replaceAll('\r', '')).toBe(`${PROMPT}\n`);
  });
});
