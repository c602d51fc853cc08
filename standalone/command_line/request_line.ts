import net from 'node:net';

import { type LogDocument } from '../../server/traffic/log_document';
import { normalisePath } from './url_path';

const REQUEST = /^([A-Z][A-Z_-]*) (\S.*?)(?: HTTP\/(\d(?:\.\d)?))?$/s;

/** A client may send anything, or nothing; what is no request of HTTP has no method and no path. */
export function describeRequest(request: string): {
  method?: string;
  version?: string;
  url?: { path: string; original: string };
} {
  const match = REQUEST.exec(request);
  if (!match) return {};
  const [, method, target, version] = match;
  return { method, version, url: describeUrl(target) };
}

/** What was requested, and its path with few values. */
export const describeUrl = (target: string): { path: string; original: string } => ({
  path: normalisePath(target),
  original: target,
});

/** A client by its name or address. */
export function describeClient(host: string): LogDocument['client'] {
  // Elasticsearch knows no zones of IPv6 addresses ("fe80::1%eth0").
  return net.isIP(host) !== 0 && !host.includes('%')
    ? { address: host, ip: host }
    : { address: host };
}
