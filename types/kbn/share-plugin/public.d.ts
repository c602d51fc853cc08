export interface Locator<P> {
  getRedirectUrl(params: P): string;
}

export interface SharePluginStart {
  url: { locators: { get<P>(id: string): Locator<P> | undefined } };
}
