import type { CoreStart, ElasticsearchClient, KibanaRequest } from '@kbn/core/server';
import type {
  EncryptedSavedObjectsPluginSetup,
  EncryptedSavedObjectsPluginStart,
} from '@kbn/encrypted-saved-objects-plugin/server';
import type { SecurityPluginStart } from '@kbn/security-plugin/server';

import type { Detector, DetectorOwner, DetectorSettings } from '../../common/detector';
import { recordsIndexOf } from '../../common/record';
import { withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { DetectorError, messageOf } from '../errors';

import { isNotFound } from './saved_object_error';
import { KEY_TYPE } from './saved_object_types';

interface StoredKey {
  /** As the header takes it: base64 of `id:key`. Encrypted. */
  apiKey: string;
}

const LOG_PRIVILEGES = ['read', 'view_index_metadata'];
const RECORD_PRIVILEGES = ['read', 'view_index_metadata', 'index', 'delete', 'create_index'];

/** The indices a detector touches, and what it must be allowed to do there. */
const neededPrivileges = ({ indexPattern }: DetectorSettings, spaceId: string) => [
  { names: indexPattern.split(',').map((name) => name.trim()), privileges: LOG_PRIVILEGES },
  { names: [recordsIndexOf(spaceId)], privileges: RECORD_PRIVILEGES },
];

/** A key that has been granted but not yet stored. */
export interface GrantedKey {
  owner: DetectorOwner;
  /** null with security off */
  apiKey: string | null;
}

const apiKeyOf = (request: KibanaRequest): string | undefined => {
  const header = String(request.headers.authorization ?? '');
  return /^apikey /i.test(header) ? header.slice('apikey '.length).trim() : undefined;
};

/**
 * With whose rights detectors run: an API key of the user who saved the detector last, narrowed to what it needs.
 * With security off there is no key, and the same way leads through an empty header.
 */
export class DetectorKeys {
  constructor(
    private readonly core: CoreStart,
    private readonly encryption: {
      setup: EncryptedSavedObjectsPluginSetup;
      start: EncryptedSavedObjectsPluginStart;
    },
    private readonly security: { start: SecurityPluginStart; isEnabled: () => boolean } | undefined
  ) {}

  /**
   * Checks that the caller may do what the detector will, and that a key could be stored.
   * @throws DetectorError that names what is missing
   */
  async assertGrantable(
    client: ElasticsearchClient,
    settings: DetectorSettings,
    spaceId: string
  ): Promise<void> {
    if (!this.security?.isEnabled()) return;
    if (!this.encryption.setup.canEncrypt) {
      throw new DetectorError(
        'invalid',
        'The detector cannot be saved because Kibana has no key to encrypt its API key with. Set xpack.encryptedSavedObjects.encryptionKey (at least 32 characters) in kibana.yml and restart Kibana.'
      );
    }
    await this.assertPrivileges(client, settings, spaceId);
  }

  /**
   * Grants a key to a detector; `assertGrantable` comes first.
   * @throws DetectorError when none can be had
   */
  async grant(
    request: KibanaRequest,
    {
      detectorId,
      settings,
      spaceId,
    }: { detectorId: string; settings: DetectorSettings; spaceId: string }
  ): Promise<GrantedKey> {
    if (!this.security?.isEnabled()) {
      return { owner: { username: null, keyKind: 'none', keyId: null }, apiKey: null };
    }
    const user = this.security.start.authc.getCurrentUser(request);
    const username = user?.username ?? null;
    const own = apiKeyOf(request);
    if (own !== undefined) {
      const [keyId] = Buffer.from(own, 'base64').toString().split(':');
      return { owner: { username, keyKind: 'own', keyId }, apiKey: own };
    }
    const granted = await this.security.start.authc.apiKeys.grantAsInternalUser(request, {
      name: `Anomaly Detector: ${settings.name}`,
      role_descriptors: {
        detector: { cluster: [], indices: neededPrivileges(settings, spaceId) },
      },
      metadata: { application: 'anomalyDetector', detector_id: detectorId, space_id: spaceId },
    });
    if (!granted) {
      throw new DetectorError(
        'invalid',
        'Elasticsearch grants no API keys. Set xpack.security.authc.api_key.enabled: true in elasticsearch.yml.'
      );
    }
    return {
      owner: { username, keyKind: 'granted', keyId: granted.id },
      apiKey: Buffer.from(`${granted.id}:${granted.api_key}`).toString('base64'),
    };
  }

  /** Stores a granted key, encrypted, in place of the detector's earlier one. */
  async store(
    request: KibanaRequest,
    detectorId: string,
    { apiKey }: Pick<GrantedKey, 'apiKey'>
  ): Promise<void> {
    if (apiKey === null) return;
    // The internal repository would store it in plain text.
    const client = this.core.savedObjects.getScopedClient(request, {
      includedHiddenTypes: [KEY_TYPE],
      excludedExtensions: ['security'],
    });
    await client.create<StoredKey>(KEY_TYPE, { apiKey }, { id: detectorId, overwrite: true });
  }

  /** The key that is stored for a detector, to be put back when a save fails; null where there is none. */
  async stored(detector: Detector, namespace: string | undefined): Promise<string | null> {
    if (detector.owner.keyKind === 'none') return null;
    try {
      return await this.load(detector, namespace);
    } catch {
      // One that cannot be read is not worth keeping.
      return null;
    }
  }

  /** Makes a key that we granted useless; a caller's own is theirs. */
  async invalidate(owner: DetectorOwner): Promise<void> {
    if (owner.keyKind !== 'granted' || owner.keyId === null || !this.security) return;
    await this.security.start.authc.apiKeys.invalidateAsInternalUser({ ids: [owner.keyId] });
  }

  async delete(request: KibanaRequest, detectorId: string): Promise<void> {
    const client = this.core.savedObjects.getScopedClient(request, {
      includedHiddenTypes: [KEY_TYPE],
      excludedExtensions: ['security'],
    });
    try {
      await client.delete(KEY_TYPE, detectorId);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /**
   * A client with the detector's rights.
   * @throws DetectorError when its key cannot be read
   */
  async clientOf(detector: Detector, namespace: string | undefined): Promise<ElasticsearchClient> {
    const headers =
      detector.owner.keyKind === 'none'
        ? {}
        : { authorization: `ApiKey ${await this.load(detector, namespace)}` };
    return this.core.elasticsearch.client.asScoped({ headers }).asCurrentUser;
  }

  private async load(detector: Detector, namespace: string | undefined): Promise<string> {
    const client = this.encryption.start.getClient({ includedHiddenTypes: [KEY_TYPE] });
    try {
      const { attributes } = await client.getDecryptedAsInternalUser<StoredKey>(
        KEY_TYPE,
        detector.id,
        { namespace }
      );
      return attributes.apiKey;
    } catch (error) {
      throw new DetectorError(
        'forbidden',
        `The API key of detector "${detector.settings.name}" cannot be read (${messageOf(error)}). Was xpack.encryptedSavedObjects.encryptionKey changed? Save the detector again to give it a new key.`
      );
    }
  }

  private async assertPrivileges(
    client: ElasticsearchClient,
    settings: DetectorSettings,
    spaceId: string
  ): Promise<void> {
    // Privileges on other clusters are known only there.
    const index = neededPrivileges(settings, spaceId).map(({ names, privileges }) => ({
      names: names.filter((name) => !name.includes(':')),
      privileges,
    }));
    const { has_all_requested: hasAll, index: answers } = await withExplainedErrors(
      'checking your privileges',
      () => client.security.hasPrivileges({ index: index.filter(({ names }) => names.length > 0) }),
      'user'
    );
    if (hasAll) return;
    const missing = Object.entries(answers).flatMap(([name, privileges]) => {
      const lacking = Object.entries(privileges).filter(([, has]) => !has);
      return lacking.length > 0
        ? [`${lacking.map(([privilege]) => privilege).join(', ')} on "${name}"`]
        : [];
    });
    throw new DetectorError(
      'forbidden',
      `You lack index privileges that the detector needs, because it runs with your rights: ${missing.join('; ')}. Ask an administrator for a role that has them.`
    );
  }
}
