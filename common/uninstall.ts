import { strictObject, withDefault } from './codecs';
import * as t from 'io-ts';

export const uninstallBody = strictObject('Uninstall', {
  /** Whether the records of what was found are deleted too. */
  deleteRecords: withDefault(t.boolean, false),
  /** Whether the indices are deleted in which Kibana kept the alerts of the space's rules. */
  deleteAlerts: withDefault(t.boolean, false),
});
export type UninstallBody = t.TypeOf<typeof uninstallBody>;

interface Named {
  id: string;
  name: string;
}

/** What was removed of a kind of thing, and what could not be, each with the reason. */
export interface Removed<T extends Named = Named> {
  removed: T[];
  failed: Array<Named & { reason: string }>;
}

/** What had to go from a space before the plugin is removed, and whether it is all gone. */
export interface UninstallResponse {
  space: string;
  complete: boolean;
  rules: Removed;
  /** Dashboards, with how many of our panels each held. */
  dashboards: Removed<Named & { panels: number }>;
  /** With their tasks, keys, models and all else that belongs to them. */
  detectors: Removed;
  /** Indices of alerts; empty where nobody asked for it. */
  alerts: Removed;
  /** Indices that stay, with what was found, told and learned; whoever wants them gone deletes them without the plugin. */
  leftIndices: string[];
}
