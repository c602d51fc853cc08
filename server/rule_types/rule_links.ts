import { PLUGIN_ID } from '../../common/api';
import { DISCOVER_LOCATOR, type DiscoverParams } from '../../common/discover_params';

/** Where this Kibana is reached. */
export interface KibanaAddress {
  /** `server.publicBaseUrl`; without it links lead nowhere but in the browser that shows Kibana. */
  publicBaseUrl?: string;
  /** `server.basePath`; part of the public address already. */
  serverBasePath: string;
  version: string;
}

/** Makes links into one space. */
export class RuleLinks {
  private readonly base: string;

  constructor(
    private readonly address: KibanaAddress,
    spaceId: string
  ) {
    const base = (address.publicBaseUrl ?? address.serverBasePath).replace(/\/$/, '');
    this.base = spaceId === 'default' ? base : `${base}/s/${encodeURIComponent(spaceId)}`;
  }

  /** The detector's page, with the entity and the time around [from, to), epoch ms, where they are given. */
  app(detectorId: string, shown?: { entity: string; from: number; to: number }): string {
    const page = `${this.base}/app/${PLUGIN_ID}/detectors/${encodeURIComponent(detectorId)}`;
    if (!shown) return page;
    const query = new URLSearchParams({
      entity: shown.entity,
      from: new Date(shown.from - AROUND_MS).toISOString(),
      to: new Date(shown.to + AROUND_MS).toISOString(),
    });
    return `${page}?${query.toString()}`;
  }

  /** Discover, by the page that any link of a locator leads to. */
  logs(params: DiscoverParams): string {
    const query = new URLSearchParams({
      l: DISCOVER_LOCATOR,
      v: this.address.version,
      p: JSON.stringify(params),
    });
    return `${this.base}/app/r?${query.toString()}`;
  }
}

/** So much before and after is shown, so that the change is seen. */
const AROUND_MS = 6 * 3_600_000;
