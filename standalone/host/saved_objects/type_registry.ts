import type { ElasticsearchClient, SavedObjectsType } from '@kbn/core/server';

/** The types that the plugin registered, and the indices that hold them. */
export class TypeRegistry {
  private readonly types = new Map<string, SavedObjectsType>();

  /** @param indexPrefix put before every index name, so that several hosts can share a cluster */
  constructor(private readonly indexPrefix: string) {}

  register(type: SavedObjectsType): void {
    if (this.types.has(type.name)) {
      throw new Error(`The saved object type "${type.name}" is registered already`);
    }
    this.types.set(type.name, type);
  }

  get(name: string): SavedObjectsType | undefined {
    return this.types.get(name);
  }

  indexOf(type: SavedObjectsType): string {
    return prefixedIndex(this.indexPrefix, type.indexPattern);
  }

  /** Makes the indices that are missing and adds the fields of types that are new. */
  async prepareIndices(client: ElasticsearchClient): Promise<void> {
    const byIndex = new Map<string, SavedObjectsType[]>();
    for (const type of this.types.values()) {
      const index = this.indexOf(type);
      byIndex.set(index, [...(byIndex.get(index) ?? []), type]);
    }
    for (const [index, types] of byIndex) await prepareIndex(client, index, types);
  }
}

/** `.name` becomes `.<prefix>name`: hidden indices stay hidden. */
export function prefixedIndex(prefix: string, index: string): string {
  return prefix === '' ? index : `.${prefix}${index.replace(/^\./, '')}`;
}

async function prepareIndex(client: ElasticsearchClient, index: string, types: SavedObjectsType[]) {
  const properties = {
    type: { type: 'keyword' as const },
    namespaces: { type: 'keyword' as const },
    updated_at: { type: 'date' as const },
    created_at: { type: 'date' as const },
    ...Object.fromEntries(types.map(({ name, mappings }) => [name, mappings])),
  };
  // The declared field types are plain texts: Elasticsearch is what knows them all.
  const mappings = { dynamic: false, properties } as { dynamic: false };
  if (await client.indices.exists({ index })) {
    await client.indices.putMapping({ index, ...mappings });
    return;
  }
  await client.indices.create({
    index,
    settings: { number_of_shards: 1, auto_expand_replicas: '0-1', hidden: true },
    mappings,
  });
}
