import type { History } from 'history';
import type { FunctionComponent, MouseEvent, ReactNode } from 'react';

export interface HttpFetchOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  version?: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: string;
  signal?: AbortSignal;
}

export interface HttpStart {
  basePath: { prepend(path: string): string };
  /** @throws IHttpFetchError with `body.message` and `response.status` */
  fetch<T>(path: string, options?: HttpFetchOptions): Promise<T>;
}

export interface Observable<T> {
  subscribe(next: (value: T) => void): { unsubscribe(): void };
}

export interface CoreTheme {
  darkMode: boolean;
}

export interface ChromeBreadcrumb {
  text: string;
  href?: string;
  onClick?: (event: MouseEvent<HTMLElement>) => void;
}

/** Something that Kibana shows above the page. */
export interface OverlayRef {
  onClose: Promise<void>;
  close(): Promise<void>;
}

export interface CoreStart {
  /** Absent in the host that is not Kibana, which has no panels. */
  overlays?: {
    openFlyout(
      mount: (element: HTMLElement) => () => void,
      options?: { size?: string; 'aria-labelledby'?: string }
    ): OverlayRef;
  };
  http: HttpStart;
  application: {
    capabilities: Record<string, Record<string, unknown> | undefined>;
    getUrlForApp(appId: string, options?: { path?: string }): string;
    navigateToUrl(url: string): Promise<void>;
  };
  chrome: {
    setBreadcrumbs(breadcrumbs: ChromeBreadcrumb[]): void;
    docTitle: { change(title: string | string[]): void };
  };
  notifications: {
    toasts: {
      addSuccess(toast: string | { title: string; text?: string }): void;
      addWarning(toast: string | { title: string; text?: string }): void;
      addDanger(toast: string | { title: string; text?: string }): void;
    };
  };
  i18n: { Context: FunctionComponent<{ children: ReactNode }> };
  theme: { theme$: Observable<CoreTheme> };
  uiSettings: { get<T>(key: string, defaultValue?: T): T };
}

/** The history of an app, whose paths begin where the app does. */
export type ScopedHistory = History<unknown>;

/** A page of an app that is found by itself. */
export interface AppDeepLink {
  id: string;
  title: string;
  path: string;
  keywords?: string[];
  /** Up to 8.12: 1 is visible in the navigation. */
  navLinkStatus?: 1;
  /** From 8.13. */
  visibleIn?: Array<'globalSearch' | 'sideNav'>;
}

export interface AppMountParameters {
  element: HTMLElement;
  history: ScopedHistory;
  appBasePath: string;
}

export interface CoreSetup<StartPlugins = object> {
  application: {
    register(app: {
      id: string;
      title: string;
      order?: number;
      euiIconType?: string;
      appRoute?: string;
      category?: { id: string; label: string; order?: number; euiIconType?: string };
      keywords?: string[];
      deepLinks?: AppDeepLink[];
      mount(params: AppMountParameters): Promise<() => void>;
    }): void;
  };
  getStartServices(): Promise<[CoreStart, StartPlugins, unknown]>;
}

export interface PluginInitializerContext {
  env: { packageInfo: { version: string } };
}

export interface Plugin<SetupPlugins, StartPlugins> {
  setup(core: CoreSetup<StartPlugins>, plugins: SetupPlugins): void;
  start(core: CoreStart, plugins: StartPlugins): void;
  stop(): void;
}
