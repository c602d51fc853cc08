import type { KibanaRequest } from '@kbn/core/server';

export interface AuthenticatedUser {
  username: string;
  authentication_type: string;
}

export interface GrantedApiKey {
  id: string;
  name: string;
  api_key: string;
}

export interface SecurityPluginStart {
  authc: {
    getCurrentUser(request: KibanaRequest): AuthenticatedUser | null;
    apiKeys: {
      areAPIKeysEnabled(): Promise<boolean>;
      /** null where security is off */
      grantAsInternalUser(
        request: KibanaRequest,
        params: {
          name: string;
          role_descriptors: Record<string, Record<string, unknown>>;
          metadata?: Record<string, unknown>;
        }
      ): Promise<GrantedApiKey | null>;
      invalidateAsInternalUser(params: { ids: string[] }): Promise<{
        invalidated_api_keys: string[];
        previously_invalidated_api_keys: string[];
        error_count: number;
      } | null>;
    };
  };
}

export interface SecurityPluginSetup {
  license: { isEnabled(): boolean };
}
