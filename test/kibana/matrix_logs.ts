import type { Stack } from './stack';

const MINUTE_MS = 60_000;
const FROM = Date.parse('2025-12-25T00:00:00Z');
const DAYS = 9;

/** Makes an index of even traffic of one service over nine days, and tells of which time. */
export async function fillMatrixLogs(
  { elasticsearch, user }: Stack,
  index: string
): Promise<{ from: string; to: string }> {
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(user
      ? {
          authorization: `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`,
        }
      : {}),
  };
  await fetch(`${elasticsearch}/${index}`, { method: 'DELETE', headers });
  const properties = {
    '@timestamp': { type: 'date' },
    'service.name': { type: 'keyword' },
    'http.response.status_code': { type: 'short' },
    'event.duration': { type: 'long' },
  };
  const made = await fetch(`${elasticsearch}/${index}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ mappings: { properties } }),
  });
  if (!made.ok) throw new Error(await made.text());
  const lines: string[] = [];
  for (let minute = 0; minute < DAYS * 24 * 60; minute++) {
    const time = new Date(FROM + minute * MINUTE_MS).toISOString();
    const log = {
      '@timestamp': time,
      'service.name': 'checkout',
      'http.response.status_code': minute % 50 === 0 ? 503 : 200,
      'event.duration': 100_000_000 + (minute % 7) * 1_000_000,
    };
    lines.push('{"index":{}}', JSON.stringify(log));
  }
  const filled = await fetch(`${elasticsearch}/${index}/_bulk?refresh=true`, {
    method: 'POST',
    headers,
    body: `${lines.join('\n')}\n`,
  });
  const { errors } = (await filled.json()) as { errors: boolean };
  if (errors) throw new Error('the logs could not be written');
  return { from: new Date(FROM).toISOString(), to: '2026-01-03T00:00:00.000Z' };
}
