import { createHash } from 'node:crypto';

/** A detector's buckets, in one space. */
export interface BucketOwner {
  detector: string;
  space: string;
}

/** `coverage`: one for each detector; `day`: an entity's buckets of a day; `block`: those of all entities in a short time. */
export type Kind = 'coverage' | 'day' | 'block';

export interface BucketDocument {
  kind: Kind;
  detector: string;
  space: string;
  /** How the buckets were counted. */
  counting: string;
  /** Hash of the entity's name; empty where the document is of no single one. */
  entity: string;
  /** When the day or the block begins, epoch ms; 0 of the coverage. */
  time: number;
  /** Base64 */
  data?: string;
  coverage?: unknown;
}

/** Which state of a document a change is based on, so that no other change is lost. */
export interface State {
  seqNo: number;
  primaryTerm: number;
}

export interface Found {
  document: BucketDocument;
  state: State;
}

export type Change =
  /** Without `basedOn`: whatever was there. `none`: nothing was there. */
  | { id: string; document: BucketDocument; basedOn?: State | 'none' }
  | { id: string; document: null };

/** A short name for an entity, for ids and sorting. */
export const entityHash = (name: string): string =>
  createHash('sha256').update(name).digest('hex').slice(0, 24);

export const coverageId = (detector: string): string => detector;
export const dayId = (detector: string, counting: string, day: number, entity: string): string =>
  `${detector}:${counting}:${day / 86_400_000}:${entity}`;
export const blockId = (detector: string, counting: string, time: number): string =>
  `${detector}:${counting}:block:${time}`;
