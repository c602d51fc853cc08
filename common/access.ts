import type * as t from 'io-ts';

import { strictObject, withDefault } from './codecs';
import { indexPattern } from './detector';

/** What a detector would watch that somebody is about to save. */
export const privilegesBody = strictObject('PrivilegesRequest', {
  indexPattern: withDefault(indexPattern, 'api-logs-*'),
});
export type PrivilegesBody = t.TypeOf<typeof privilegesBody>;

/** Index privileges that somebody lacks. */
export interface MissingPrivilege {
  index: string;
  privileges: string[];
}

/** Whether the caller could save a detector, and what is missing where they could not. */
export interface PrivilegesResponse {
  canSave: boolean;
  /** null with security off */
  username: string | null;
  missing: MissingPrivilege[];
  /** What stands against giving a detector an API key, a sentence each. */
  obstacles: string[];
  /** Patterns of other clusters, whose privileges are known only there. */
  unchecked: string[];
}
