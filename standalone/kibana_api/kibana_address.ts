export type KibanaCredentials =
  | { kind: 'none' }
  | { kind: 'password'; username: string; password: string }
  | { kind: 'apiKey'; apiKey: string };

/** Where Kibana, or the standalone host, is and how to sign in. `url` never holds a secret and may be shown. */
export interface KibanaAddress {
  url: string;
  /** absent in the default space */
  space?: string;
  credentials: KibanaCredentials;
}

/** The value of the Authorization header; undefined without credentials. */
export function authorizationOf(credentials: KibanaCredentials): string | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'apiKey':
      return `ApiKey ${credentials.apiKey}`;
    case 'password':
      return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  }
}
