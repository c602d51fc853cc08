import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../common/detector';

/**
 * Who may see what was counted of the logs: only those who would count the same themselves. A role may show them some of the
 * indices, of the documents, or of the fields.
 */
export class LogAccess {
  /** @param isSecurityEnabled whether Elasticsearch tells users apart, as far as is known */
  constructor(private readonly isSecurityEnabled: () => boolean) {}

  /**
   * Whether it is certain that a client sees all logs of a detector, as they are. Where Elasticsearch does not say so, such as
   * to API keys or of other clusters, it is not.
   * @param client with the rights of whoever asks
   */
  async seesAll(
    client: ElasticsearchClient,
    { owner, settings }: Pick<Detector, 'owner' | 'settings'>
  ): Promise<boolean> {
    if (this.isOpen(owner)) return true;
    const names = namesIn(settings.indexPattern);
    if (names.length === 0 || names.some((name) => name.includes(':'))) return false;
    try {
      const [{ has_all_requested: readsAll }, { indices }] = await Promise.all([
        client.security.hasPrivileges({ index: [{ names, privileges: ['read'] }] }),
        client.security.getUserPrivileges(),
      ]);
      return readsAll && indices.length > 0 && !indices.some(isRestricted);
    } catch {
      // Whatever the reason, the logs themselves are asked then, which gives an error where they cannot be read.
      return false;
    }
  }

  /**
   * Whether a client may read logs of all that a detector's pattern names, be it not each of them; what other clusters allow is
   * known only there.
   * @param client with the rights of whoever asks
   */
  async mayRead(
    client: ElasticsearchClient,
    { owner, settings }: Pick<Detector, 'owner' | 'settings'>
  ): Promise<boolean> {
    if (this.isOpen(owner)) return true;
    const names = namesIn(settings.indexPattern).filter((name) => !name.includes(':'));
    if (names.length === 0) return true;
    const { has_all_requested: mayRead } = await client.security.hasPrivileges({
      index: [{ names, privileges: ['read'] }],
    });
    return mayRead;
  }

  /** The same, but what only other clusters know does not count. */
  async mayReadHere(
    client: ElasticsearchClient,
    detector: Pick<Detector, 'owner' | 'settings'>
  ): Promise<boolean> {
    if (this.isOpen(detector.owner)) return true;
    const isHere = namesIn(detector.settings.indexPattern).some((name) => !name.includes(':'));
    return isHere && (await this.mayRead(client, detector));
  }

  /** While Elasticsearch is away, it is not known whether it tells users apart; a key says that it did. */
  private isOpen({ keyKind }: Detector['owner']): boolean {
    return !this.isSecurityEnabled() && keyKind === 'none';
  }
}

const namesIn = (indexPattern: string): string[] =>
  indexPattern
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('-'));

/** Privileges on a part of the documents, or of the fields. */
const isRestricted = ({
  query,
  field_security: fields,
}: {
  query?: unknown;
  field_security?: unknown;
}): boolean => isGiven(query) || isGiven(fields);

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
