import type { SavedObject } from '@kbn/core/server';

export interface EncryptedSavedObjectsPluginSetup {
  /** Whether an encryption key is configured, so that secrets survive a restart. */
  canEncrypt: boolean;
  registerType(registration: {
    type: string;
    attributesToEncrypt: Set<string>;
    attributesToExcludeFromAAD?: Set<string>;
    attributesToIncludeInAAD?: Set<string>;
  }): void;
}

export interface EncryptedSavedObjectsClient {
  getDecryptedAsInternalUser<A>(
    type: string,
    id: string,
    options?: { namespace?: string }
  ): Promise<SavedObject<A>>;
}

export interface EncryptedSavedObjectsPluginStart {
  isEncryptionError(error: Error): boolean;
  getClient(options?: { includedHiddenTypes?: string[] }): EncryptedSavedObjectsClient;
}
