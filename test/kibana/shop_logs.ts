import type { Http } from './kibana_api';
import type { Stack } from './stack';

const MINUTE_MS = 60_000;

/** Logs written by hand: `perMinute` requests of each service, of which some fail in [from, to), epoch ms. */
export interface ShopLogs {
  index: string;
  services: string[];
  from: number;
  to: number;
  perMinute: number;
  failing?: { services: string[]; from: number; to: number };
}

/** Writes them; every 50th request fails at all times, so that failing is nothing new. */
export async function writeShopLogs(stack: Stack, elasticsearch: Http, logs: ShopLogs) {
  await elasticsearch.request('PUT', `/${logs.index}`, {
    body: {
      settings: { number_of_replicas: 0 },
      mappings: {
        properties: {
          '@timestamp': { type: 'date' },
          service: { properties: { name: { type: 'keyword' } } },
          http: {
            properties: { response: { properties: { status_code: { type: 'short' } } } },
          },
        },
      },
    },
  });
  const { services, perMinute, failing } = logs;
  const everyMs = MINUTE_MS / perMinute;
  let lines: string[] = [];
  const send = async () => {
    const response = await fetch(`${stack.elasticsearch}/${logs.index}/_bulk?refresh=true`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        ...(stack.user && {
          authorization: `Basic ${Buffer.from(`${stack.user.username}:${stack.user.password}`).toString('base64')}`,
        }),
      },
      body: `${lines.join('\n')}\n`,
    });
    const answer = (await response.json()) as { errors: boolean };
    if (answer.errors !== false) throw new Error(JSON.stringify(answer).slice(0, 1_000));
    lines = [];
  };
  let number = 0;
  for (let time = logs.from; time < logs.to; time += everyMs) {
    for (const service of services) {
      number++;
      const fails =
        failing !== undefined &&
        failing.services.includes(service) &&
        time >= failing.from &&
        time < failing.to;
      lines.push(
        '{"index":{}}',
        JSON.stringify({
          '@timestamp': new Date(time).toISOString(),
          service: { name: service },
          http: { response: { status_code: fails || number % 53 === 0 ? 500 : 200 } },
        })
      );
    }
    if (lines.length >= 20_000) await send();
  }
  if (lines.length > 0) await send();
}
