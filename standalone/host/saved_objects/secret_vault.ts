import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { EncryptedSavedObjectsPluginSetup } from '@kbn/encrypted-saved-objects-plugin/server';

import { errorCode } from '../error_code';
import { badRequest } from './saved_object_error';

type Registration = Parameters<EncryptedSavedObjectsPluginSetup['registerType']>[0];
type Attributes = Record<string, unknown>;

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export class EncryptionError extends Error {}

/** Keeps chosen attributes of chosen types encrypted (AES-256-GCM), bound to their type and id. */
export class SecretVault {
  private readonly registrations = new Map<string, Registration>();

  constructor(private readonly key: Buffer) {}

  get types(): ReadonlySet<string> {
    return new Set(this.registrations.keys());
  }

  registerType(registration: Registration): void {
    this.registrations.set(registration.type, registration);
  }

  /** @throws SavedObjectError 400 unless the id is a UUID, as in Kibana */
  encrypt(type: string, id: string, attributes: Attributes): Attributes {
    const registration = this.registrations.get(type);
    if (!registration) return attributes;
    if (!UUID.test(id)) {
      throw badRequest(`The id of an object with secrets must be a UUID, given was "${id}"`);
    }
    const bound = boundTo(registration, id, attributes);
    return mapSecrets(registration, attributes, (secret) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(bound);
      const encrypted = Buffer.concat([cipher.update(JSON.stringify(secret)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64');
    });
  }

  /** @throws EncryptionError when the key or what the secret is bound to has changed */
  decrypt(type: string, id: string, attributes: Attributes): Attributes {
    const registration = this.registrations.get(type);
    if (!registration) return attributes;
    const bound = boundTo(registration, id, attributes);
    return mapSecrets(registration, attributes, (encrypted) => {
      try {
        const bytes = Buffer.from(String(encrypted), 'base64');
        const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV_BYTES));
        decipher.setAAD(bound).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const text = Buffer.concat([
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]);
        return JSON.parse(text.toString()) as unknown;
      } catch (error) {
        throw new EncryptionError(`Unable to decrypt the secret of "${type}" "${id}"`, {
          cause: error,
        });
      }
    });
  }

  /** What an ordinary reader sees: no secrets, not even encrypted. */
  strip(type: string, attributes: Attributes): Attributes {
    const registration = this.registrations.get(type);
    if (!registration) return attributes;
    return Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !registration.attributesToEncrypt.has(name))
    );
  }
}

/** Changing one of these attributes alone makes the secret unreadable; that is meant. */
function boundTo(registration: Registration, id: string, attributes: Attributes): Buffer {
  const { type, attributesToEncrypt, attributesToIncludeInAAD, attributesToExcludeFromAAD } =
    registration;
  const included = Object.entries(attributes).filter(
    ([name]) =>
      !attributesToEncrypt.has(name) &&
      (attributesToIncludeInAAD?.has(name) ?? !attributesToExcludeFromAAD?.has(name))
  );
  return Buffer.from(JSON.stringify([type, id, included.sort(([a], [b]) => (a < b ? -1 : 1))]));
}

function mapSecrets(
  { attributesToEncrypt }: Registration,
  attributes: Attributes,
  change: (value: unknown) => unknown
): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) =>
      attributesToEncrypt.has(name) && value !== undefined && value !== null
        ? [name, change(value)]
        : [name, value]
    )
  );
}

/** The key in a file that its owner alone may read; made when it is missing. */
export function readOrMakeKey(dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'encryption_key');
  try {
    writeFileSync(path, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `${path} should hold ${KEY_BYTES * 2} hex digits; remove it to get a new key (stored API keys are then lost)`
    );
  }
  return key;
}
