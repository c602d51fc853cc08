import type { SavedObject, SavedObjectsType } from '@kbn/core/server';

import { badRequest } from './saved_object_error';

/** How a saved object lies in its index; the attributes stand under the name of the type. */
export interface ObjectDocument {
  type: string;
  namespaces: string[];
  created_at: string;
  updated_at: string;
  [type: string]: unknown;
}

type Attributes = Record<string, unknown>;

/** Ids of `multiple-isolated` types hold for all spaces, so the space is not part of them. */
export const documentId = (type: string, id: string) => `${type}:${id}`;

export function toObject<A>(
  type: string,
  hit: { _id?: string; _source?: ObjectDocument; _seq_no?: number; _primary_term?: number }
): SavedObject<A> {
  return {
    type,
    id: (hit._id ?? '').slice(type.length + 1),
    attributes: (hit._source?.[type] ?? {}) as A,
    namespaces: hit._source?.namespaces,
    version: encodeVersion(hit._seq_no, hit._primary_term),
  };
}

export function encodeVersion(seqNo?: number, primaryTerm?: number): string {
  return Buffer.from(JSON.stringify([seqNo, primaryTerm])).toString('base64');
}

/** @throws SavedObjectError 400 when the version was not made by `encodeVersion` */
export function decodeVersion(version: string): { if_seq_no: number; if_primary_term: number } {
  try {
    const [seqNo, term] = JSON.parse(Buffer.from(version, 'base64').toString()) as unknown[];
    if (typeof seqNo === 'number' && typeof term === 'number') {
      return { if_seq_no: seqNo, if_primary_term: term };
    }
  } catch {
    // Not JSON: refused below with the rest.
  }
  throw badRequest(`Invalid version [${version}]`);
}

/**
 * What an update makes of the attributes, as in Kibana: objects are merged at every depth, except in
 * fields mapped as `flattened`, which are replaced; undefined changes nothing.
 */
export function mergeAttributes(
  stored: Attributes,
  given: Attributes,
  properties: SavedObjectsType['mappings']['properties'] = {}
): Attributes {
  const merged = { ...stored };
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const mergeable = isObject(value) && properties[key]?.type !== 'flattened';
    merged[key] =
      mergeable && Object.keys(value).length > 0
        ? mergeAttributes(isObject(merged[key]) ? merged[key] : {}, value)
        : value;
  }
  return merged;
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
