export interface DataViewListItem {
  id: string;
  /** The index pattern. */
  title: string;
  name?: string;
}

export interface DataViewsPublicPluginStart {
  getIdsWithTitle(): Promise<DataViewListItem[]>;
  get(id: string): Promise<{ title: string; timeFieldName?: string }>;
}
