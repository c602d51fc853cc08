import { randomUUID } from 'node:crypto';

import type {
  ElasticsearchClient,
  SavedObject,
  SavedObjectsBaseOptions,
  SavedObjectsClientContract,
  SavedObjectsFindOptions,
  SavedObjectsType,
} from '@kbn/core/server';

import { DEFAULT_SPACE } from '../http/space_path';
import { filterToQuery } from './kql_filter';
import {
  decodeVersion,
  documentId,
  encodeVersion,
  mergeAttributes,
  toObject,
  type ObjectDocument,
} from './object_document';
import { badRequest, conflict, decorate, notFound, SavedObjectError } from './saved_object_error';
import type { SecretVault } from './secret_vault';
import type { TypeRegistry } from './type_registry';

type Refresh = { refresh?: boolean | 'wait_for' };
type Attributes = Record<string, unknown>;

/** How often an update without a version is tried again when someone else was faster, as in Kibana. */
const UPDATE_RETRIES = 3;

export interface RepositoryOptions {
  client: ElasticsearchClient;
  registry: TypeRegistry;
  /** Hidden types are not there unless named. */
  hiddenTypes?: string[];
  /** The space of the caller; a `namespace` given by the plugin is then refused, as in Kibana. */
  spaceId?: string;
  /** Encrypts and strips secrets. Without it their types are read as stored and cannot be written. */
  vault?: SecretVault;
  secretTypes: ReadonlySet<string>;
}

/** Saved objects in plain indices of Elasticsearch, one document each. */
export class SavedObjectsRepository implements SavedObjectsClientContract {
  constructor(private readonly options: RepositoryOptions) {}

  async create<A>(
    typeName: string,
    attributes: A,
    options: SavedObjectsBaseOptions &
      Refresh & { id?: string; overwrite?: boolean; version?: string } = {}
  ): Promise<SavedObject<A>> {
    const type = this.visibleType(typeName);
    if (!type) throw badRequest(`Unsupported saved object type: '${typeName}'`);
    const namespace = this.namespaceOf(options);
    const id = options.id ?? randomUUID();
    const stored = this.protect(typeName, id, attributes as Attributes);
    if (options.overwrite) {
      const existing = await this.lookUp(type, id);
      if (existing && !existing.namespaces?.includes(namespace)) throw conflict(typeName, id);
    }
    const now = new Date().toISOString();
    const document: ObjectDocument = {
      type: typeName,
      namespaces: [namespace],
      created_at: now,
      updated_at: now,
      [typeName]: stored,
    };
    const written = await this.write(type, id, document, {
      refresh: options.refresh,
      op_type: options.overwrite ? 'index' : 'create',
      ...(options.overwrite && options.version ? decodeVersion(options.version) : {}),
    });
    return { type: typeName, id, attributes, namespaces: [namespace], version: written };
  }

  async get<A>(
    typeName: string,
    id: string,
    options: SavedObjectsBaseOptions = {}
  ): Promise<SavedObject<A>> {
    const object = await this.getStored(typeName, id, options);
    return { ...object, attributes: this.strip(typeName, object.attributes) as A };
  }

  async bulkGet<A>(
    objects: Array<{ type: string; id: string }>,
    options: SavedObjectsBaseOptions = {}
  ): Promise<{ saved_objects: Array<SavedObject<A>> }> {
    const getOrTell = async ({ type, id }: { type: string; id: string }) => {
      try {
        return await this.get<A>(type, id, options);
      } catch (error) {
        if (!(error instanceof SavedObjectError)) throw error;
        const { statusCode } = error.output;
        return { type, id, attributes: {} as A, error: { statusCode, message: error.message } };
      }
    };
    return { saved_objects: await Promise.all(objects.map(getOrTell)) };
  }

  async find<A>({
    type: typeName,
    perPage = 20,
    page = 1,
    sortField,
    sortOrder = 'asc',
    fields,
    filter,
    namespaces,
  }: SavedObjectsFindOptions): Promise<{ saved_objects: Array<SavedObject<A>>; total: number }> {
    const type = this.visibleType(typeName);
    if (!type) return { saved_objects: [], total: 0 };
    const spaces = namespaces ?? [this.namespaceOf({})];
    if (sortField !== undefined && !(sortField in type.mappings.properties)) {
      throw badRequest(`Unknown sort field ${sortField}`);
    }
    const { hits } = await this.options.client
      .search<ObjectDocument>({
        index: this.options.registry.indexOf(type),
        from: (page - 1) * perPage,
        size: perPage,
        track_total_hits: true,
        seq_no_primary_term: true,
        query: {
          bool: {
            filter: [
              { term: { type: typeName } },
              ...(spaces.includes('*') ? [] : [{ terms: { namespaces: spaces } }]),
              ...(filter ? [filterToQuery(filter, typeName)] : []),
            ],
          },
        },
        ...(sortField ? { sort: [{ [`${typeName}.${sortField}`]: { order: sortOrder } }] } : {}),
        ...(fields
          ? { _source: ['namespaces', ...fields.map((field) => `${typeName}.${field}`)] }
          : {}),
      })
      .catch((error: unknown) => {
        throw decorate(error, typeName, '*');
      });
    return {
      total: typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0),
      saved_objects: hits.hits.map((hit) => {
        const object = toObject<Attributes>(typeName, hit);
        return { ...object, attributes: this.strip(typeName, object.attributes) as A };
      }),
    };
  }

  async update<A>(
    typeName: string,
    id: string,
    attributes: Partial<A>,
    options: SavedObjectsBaseOptions & Refresh & { version?: string } = {}
  ): Promise<{ id: string }> {
    const given = this.protect(typeName, id, attributes);
    for (let retriesLeft = options.version ? 0 : UPDATE_RETRIES; ; retriesLeft--) {
      const stored = await this.getStored(typeName, id, options);
      const type = this.visibleType(typeName);
      if (!type) throw notFound(typeName, id);
      const { properties } = type.mappings;
      const document: ObjectDocument = {
        ...stored.document,
        updated_at: new Date().toISOString(),
        [typeName]: mergeAttributes(stored.attributes, given, properties),
      };
      try {
        await this.write(type, id, document, {
          refresh: options.refresh,
          ...decodeVersion(options.version ?? stored.version),
        });
        return { id };
      } catch (error) {
        const lost = error instanceof SavedObjectError && error.output.statusCode === 409;
        if (!lost || retriesLeft === 0) throw error;
      }
    }
  }

  async delete(
    typeName: string,
    id: string,
    options: SavedObjectsBaseOptions & Refresh = {}
  ): Promise<unknown> {
    await this.getStored(typeName, id, options);
    const type = this.visibleType(typeName);
    if (!type) throw notFound(typeName, id);
    try {
      await this.options.client.delete({
        index: this.options.registry.indexOf(type),
        id: documentId(typeName, id),
        refresh: refreshNow(options.refresh),
      });
    } catch (error) {
      throw decorate(error, typeName, id);
    }
    return {};
  }

  /** With the attributes as they lie in the index, secrets encrypted. */
  async getStored(typeName: string, id: string, options: SavedObjectsBaseOptions) {
    const type = this.visibleType(typeName);
    if (!type) throw notFound(typeName, id);
    const namespace = this.namespaceOf(options);
    const found = await this.lookUp(type, id);
    if (!found?.namespaces.includes(namespace)) throw notFound(typeName, id);
    return found;
  }

  private async lookUp(type: SavedObjectsType, id: string) {
    const hit = await this.options.client
      .get<ObjectDocument>(
        { index: this.options.registry.indexOf(type), id: documentId(type.name, id) },
        { ignore: [404] }
      )
      .catch((error: unknown) => {
        throw decorate(error, type.name, id);
      });
    if (!hit.found || !hit._source) return undefined;
    const { attributes } = toObject<Attributes>(type.name, hit);
    const version = encodeVersion(hit._seq_no, hit._primary_term);
    const { namespaces } = hit._source;
    return { type: type.name, id, attributes, namespaces, version, document: hit._source };
  }

  private async write(
    type: SavedObjectsType,
    id: string,
    document: ObjectDocument,
    {
      refresh,
      ...conditions
    }: Refresh & { op_type?: 'index' | 'create'; if_seq_no?: number; if_primary_term?: number }
  ): Promise<string> {
    try {
      const written = await this.options.client.index({
        index: this.options.registry.indexOf(type),
        id: documentId(type.name, id),
        document,
        refresh: refreshNow(refresh),
        ...conditions,
      });
      return encodeVersion(written._seq_no, written._primary_term);
    } catch (error) {
      throw decorate(error, type.name, id);
    }
  }

  private visibleType(name: string): SavedObjectsType | undefined {
    const type = this.options.registry.get(name);
    return type?.hidden && !this.options.hiddenTypes?.includes(name) ? undefined : type;
  }

  private namespaceOf({ namespace }: SavedObjectsBaseOptions): string {
    const { spaceId } = this.options;
    if (spaceId !== undefined && namespace !== undefined) {
      throw new Error(
        `A client of a request takes the space from the request; the namespace "${namespace}" cannot be given too`
      );
    }
    return spaceId ?? namespace ?? DEFAULT_SPACE;
  }

  private protect(type: string, id: string, attributes: Attributes): Attributes {
    if (!this.options.secretTypes.has(type)) return attributes;
    if (!this.options.vault) {
      throw new Error(
        `"${type}" holds secrets, which this client would store in plain text: write it through getScopedClient`
      );
    }
    return this.options.vault.encrypt(type, id, attributes);
  }

  private strip(type: string, attributes: Attributes): Attributes {
    return this.options.vault ? this.options.vault.strip(type, attributes) : attributes;
  }
}

/** The caller wants to find what it wrote; with one user, refreshing at once costs less than waiting. */
function refreshNow(refresh: boolean | 'wait_for' | undefined): boolean {
  return refresh !== false;
}
