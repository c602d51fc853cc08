export interface DataViewListItem {
  id: string;
  /** The index pattern. */
  title: string;
  name?: string;
}

export interface DataView {
  id?: string;
  title: string;
  timeFieldName?: string;
}

export interface DataViewsPublicPluginStart {
  getIdsWithTitle(): Promise<DataViewListItem[]>;
  /** @param displayErrors whether toasts tell what could not be read of its fields; they do unless told otherwise */
  get(id: string, displayErrors?: boolean): Promise<DataView>;
}
