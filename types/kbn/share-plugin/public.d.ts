export interface Locator<P> {
  getUrl(params: P): Promise<string>;
  getRedirectUrl(params: P): string;
}

export interface SharePluginStart {
  url: { locators: { get<P>(id: string): Locator<P> | undefined } };
}
