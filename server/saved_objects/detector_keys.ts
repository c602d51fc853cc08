import { randomBytes } from 'node:crypto';

import type { CoreStart, ElasticsearchClient, KibanaRequest } from '@kbn/core/server';
import type {
  EncryptedSavedObjectsPluginSetup,
  EncryptedSavedObjectsPluginStart,
} from '@kbn/encrypted-saved-objects-plugin/server';
import type { SecurityPluginStart } from '@kbn/security-plugin/server';
import { isRight } from 'fp-ts/lib/Either';

import type { MissingPrivilege } from '../../common/access';
import {
  detectorOwnerCodec,
  type Detector,
  type DetectorOwner,
  type DetectorSettings,
} from '../../common/detector';
import {
  inWords,
  missingPrivileges,
  neededPrivileges,
  type Watched,
} from '../detectors/needed_privileges';
import { withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { withRequestTimeout } from '../elasticsearch/request_timeout';
import { DetectorError, messageOf } from '../errors';

import type { GrantedKeys, NotedKey } from './granted_keys';
import { isNotFound } from './saved_object_error';
import { KEY_TYPE } from './saved_object_types';

interface StoredKey {
  /** As the header takes it: base64 of `id:key`. Encrypted. */
  apiKey: string;
  /** Whose key it is, as the detector says too; not there in what an earlier version stored. */
  owner?: DetectorOwner;
}

/** A key that has been granted but not yet stored. */
export interface GrantedKey {
  owner: DetectorOwner;
  /** null with security off */
  apiKey: string | null;
}

const NO_ENCRYPTION_KEY =
  'Kibana has no key to encrypt API keys with. Set xpack.encryptedSavedObjects.encryptionKey (at least 32 characters) in kibana.yml and restart Kibana.';
const NO_API_KEYS =
  'Elasticsearch grants no API keys. Set xpack.security.authc.api_key.enabled: true in elasticsearch.yml.';

const apiKeyOf = (request: KibanaRequest): string | undefined => {
  const header = String(request.headers.authorization ?? '');
  return /^apikey /i.test(header) ? header.slice('apikey '.length).trim() : undefined;
};

/** Unlike any other, so that the key can be found by it. */
const keyNameOf = ({ name }: DetectorSettings): string =>
  `Anomaly Detector: ${name} (${randomBytes(6).toString('hex')})`;

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
    private readonly security: { start: SecurityPluginStart; isEnabled: () => boolean } | undefined,
    private readonly notes: GrantedKeys,
    /** How long a detector's client waits for an answer, ms. */
    private readonly requestTimeoutMs: number
  ) {}

  /** What stands against giving a detector a key, a sentence each, whoever asks for it. */
  async obstacles(): Promise<string[]> {
    if (!this.security?.isEnabled()) return [];
    return [
      ...(this.encryption.setup.canEncrypt ? [] : [NO_ENCRYPTION_KEY]),
      ...((await this.security.start.authc.apiKeys.areAPIKeysEnabled()) ? [] : [NO_API_KEYS]),
    ];
  }

  /** The privileges that the caller lacks to save such a detector: none with security off. */
  async missing(
    client: ElasticsearchClient,
    watched: Watched,
    spaceId: string
  ): Promise<MissingPrivilege[]> {
    return this.security?.isEnabled() ? missingPrivileges(client, watched, spaceId) : [];
  }

  /**
   * Checks that the caller may do what the detector will, and that a key could be stored.
   * @throws DetectorError that names what is missing
   */
  async assertGrantable(
    client: ElasticsearchClient,
    watched: Watched,
    spaceId: string
  ): Promise<void> {
    const [obstacle] = await this.obstacles();
    if (obstacle !== undefined) {
      throw new DetectorError('invalid', `The detector cannot be saved: ${obstacle}`);
    }
    const missing = await this.missing(client, watched, spaceId);
    if (missing.length > 0) {
      throw new DetectorError(
        'forbidden',
        `You lack index privileges that the detector needs, because it runs with your rights: ${inWords(missing)}. Ask an administrator for a role that has them.`
      );
    }
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
      return {
        owner: { username: null, keyKind: 'none', keyId: null, keyName: null, since: null },
        apiKey: null,
      };
    }
    const since = new Date().toISOString();
    const user = this.security.start.authc.getCurrentUser(request);
    const username = user?.username ?? null;
    const own = apiKeyOf(request);
    if (own !== undefined) {
      const [keyId] = Buffer.from(own, 'base64').toString().split(':');
      return { owner: { username, keyKind: 'own', keyId, keyName: null, since }, apiKey: own };
    }
    const keyName = keyNameOf(settings);
    await this.notes.note({ keyName, detectorId, spaceId, grantedAt: since });
    const granted = await this.security.start.authc.apiKeys.grantAsInternalUser(request, {
      name: keyName,
      role_descriptors: {
        detector: { cluster: [], ...neededPrivileges(settings, spaceId) },
      },
      metadata: { application: 'anomalyDetector', detector_id: detectorId, space_id: spaceId },
    });
    if (!granted) {
      await this.notes.forget(keyName);
      throw new DetectorError('invalid', `The detector cannot be saved: ${NO_API_KEYS}`);
    }
    return {
      owner: { username, keyKind: 'granted', keyId: granted.id, keyName, since },
      apiKey: Buffer.from(`${granted.id}:${granted.api_key}`).toString('base64'),
    };
  }

  /** Stores a granted key, encrypted, in place of the detector's earlier one. */
  async store(
    request: KibanaRequest,
    detectorId: string,
    { apiKey, owner }: GrantedKey
  ): Promise<void> {
    if (apiKey === null) return;
    // The internal repository would store it in plain text.
    const client = this.core.savedObjects.getScopedClient(request, {
      includedHiddenTypes: [KEY_TYPE],
      excludedExtensions: ['security'],
    });
    await client.create<StoredKey>(
      KEY_TYPE,
      { apiKey, owner },
      // It is read by its id alone.
      { id: detectorId, overwrite: true, refresh: false }
    );
  }

  /** The key that is stored for a detector, to be put back when a save fails; null where there is none. */
  async stored(detector: Detector, namespace: string | undefined): Promise<GrantedKey | null> {
    if (detector.owner.keyKind === 'none') return null;
    try {
      const { apiKey, owner = detector.owner } = await this.load(detector, namespace);
      return { apiKey, owner };
    } catch {
      // One that cannot be read is not worth keeping.
      return null;
    }
  }

  /**
   * Makes a key that we granted useless; a caller's own is theirs.
   * @throws DetectorError when Elasticsearch did not do it
   */
  async invalidate({ keyKind, keyId, keyName }: DetectorOwner): Promise<void> {
    if (keyKind !== 'granted' || keyId === null || !this.security) return;
    const answer = await this.security.start.authc.apiKeys.invalidateAsInternalUser({
      ids: [keyId],
    });
    if (answer !== null && answer.error_count > 0) {
      throw new DetectorError(
        'unavailable',
        `Elasticsearch could not invalidate the API key ${keyId}. Try again in a moment.`
      );
    }
    if (keyName !== null) await this.notes.forget(keyName);
  }

  /** The same for a key of which only the note is left. */
  async invalidateNoted({ keyName }: NotedKey): Promise<void> {
    await withExplainedErrors('invalidating an API key', () =>
      this.core.elasticsearch.client.asInternalUser.security.invalidateApiKey({ name: keyName })
    );
    await this.notes.forget(keyName);
  }

  async delete(request: KibanaRequest, detectorId: string): Promise<void> {
    const client = this.core.savedObjects.getScopedClient(request, {
      includedHiddenTypes: [KEY_TYPE],
      excludedExtensions: ['security'],
    });
    try {
      await client.delete(KEY_TYPE, detectorId, { refresh: false });
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
        : { authorization: `ApiKey ${(await this.load(detector, namespace)).apiKey}` };
    return withRequestTimeout(
      this.core.elasticsearch.client.asScoped({ headers }).asCurrentUser,
      this.requestTimeoutMs
    );
  }

  /**
   * Whose key is stored for a detector. It is another than the detector says where Kibana was killed between storing the two.
   * @returns undefined where there is none, or an earlier version stored it
   */
  async ownerOfStored(
    detectorId: string,
    namespace: string | undefined
  ): Promise<DetectorOwner | undefined> {
    try {
      const { attributes } = await this.internal.get<StoredKey>(KEY_TYPE, detectorId, {
        namespace,
      });
      const decoded = detectorOwnerCodec.decode(attributes.owner);
      return isRight(decoded) ? decoded.right : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Deletes the key that is stored for a detector that is gone. */
  async deleteStored(detectorId: string, namespace: string | undefined): Promise<void> {
    try {
      await this.internal.delete(KEY_TYPE, detectorId, { namespace, refresh: false });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** Of Kibana itself: it reads everything but the key, and would store it in plain text. */
  private get internal() {
    return this.core.savedObjects.createInternalRepository([KEY_TYPE]);
  }

  private async load(detector: Detector, namespace: string | undefined): Promise<StoredKey> {
    const client = this.encryption.start.getClient({ includedHiddenTypes: [KEY_TYPE] });
    try {
      const { attributes } = await client.getDecryptedAsInternalUser<StoredKey>(
        KEY_TYPE,
        detector.id,
        { namespace }
      );
      return attributes;
    } catch (error) {
      throw new DetectorError(
        'forbidden',
        `The API key of detector "${detector.settings.name}" cannot be read (${messageOf(error)}). Was xpack.encryptedSavedObjects.encryptionKey changed? Re-authorise the detector to give it a new key.`
      );
    }
  }
}
