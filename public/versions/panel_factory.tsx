import type { Filter, Query, TimeRange } from '@kbn/es-query';
import type { CoreStart } from '@kbn/core/public';
import React, { useEffect, useRef } from 'react';
import { BehaviorSubject } from 'rxjs';

import { panelTypes, type PanelKind } from '../../common/panel_types';
import { askSettings } from '../panels/ask_settings';
import { mountPanel } from '../panels/mount_panel';
import type { PanelInput } from '../panels/panel_input';
import { panelTitle } from '../panels/panel_kinds';
import { panelSettingsOf } from '../panels/panel_settings';
import type { PublicStartPlugins } from '../plugin';

import { WatchedPanelState, type PanelState } from './panel_state';

interface Watchable<T> {
  readonly value?: T;
  subscribe(next: (value: T) => void): { unsubscribe(): void };
}

/** What a dashboard publishes to its panels. */
interface ParentApi {
  timeRange$?: Watchable<TimeRange | undefined>;
  filters$?: Watchable<Filter[] | undefined>;
  query$?: Watchable<Query | undefined>;
  reload$?: Watchable<void>;
  viewMode$?: Watchable<string>;
  /** From 8.19 and 9.1 on. */
  lastSavedStateForChild$?: (uuid: string) => Watchable<object | undefined>;
  getLastSavedStateForChild?: (uuid: string) => object | undefined;
}

/** 8.18 and 9.0: Kibana itself finds out what has changed, by comparing part by part. */
type BuildApi = (api: object, comparators: object) => object;
/** 8.19, 9.1 and newer: a panel says itself what has changed. */
interface BuildArguments {
  initialState: object;
  finalizeApi: (api: object) => object;
  uuid: string;
  parentApi: unknown;
}

const DEFAULT_RANGE = { from: 'now-24h', to: 'now' };

/** Kibana once wrapped the state of a panel, the newest versions do not. */
const isWrapped = (state: object): state is { rawState: object } => 'rawState' in state;
const unwrapped = (state: object): object => (isWrapped(state) ? state.rawState : state);

/**
 * The state as it was given. A new panel is given both ways, since nothing tells which of them this Kibana reads; so both are
 * given back.
 */
const asGiven = (given: object, state: PanelState): object => ({
  ...(isWrapped(given) ? { rawState: state, references: [] } : {}),
  ...(!isWrapped(given) || 'detectorId' in given ? state : {}),
});

/** A kind of panel as Kibana knows it from 8.18 and 9.0 on. */
export function panelFactory(kind: PanelKind, core: CoreStart, plugins: PublicStartPlugins) {
  return {
    type: panelTypes[kind],
    /** Only called by 8.18 and 9.0. */
    deserializeState: (state: object) => new WatchedPanelState(unwrapped(state)).get(),
    buildEmbeddable: (
      given: BuildArguments | PanelState,
      buildApi?: BuildApi,
      _uuid?: string,
      parentApi?: unknown
    ): Promise<{ Component: () => JSX.Element; api: object }> =>
      Promise.resolve(
        typeof buildApi === 'function'
          ? new FactoryPanel(kind, core, plugins, given, parentApi).buildCompared(buildApi)
          : buildSelfComparing(kind, core, plugins, given as BuildArguments)
      ),
  };
}

function buildSelfComparing(
  kind: PanelKind,
  core: CoreStart,
  plugins: PublicStartPlugins,
  { initialState, finalizeApi, uuid, parentApi }: BuildArguments
) {
  const panel = new FactoryPanel(kind, core, plugins, unwrapped(initialState), parentApi);
  return panel.buildSelfComparing(uuid, initialState, finalizeApi);
}

class FactoryPanel {
  private readonly state: WatchedPanelState;
  private readonly parent: ParentApi;
  private readonly reloads$ = new BehaviorSubject(0);
  private readonly subscriptions: Array<{ unsubscribe(): void }> = [];

  constructor(
    private readonly kind: PanelKind,
    private readonly core: CoreStart,
    private readonly plugins: PublicStartPlugins,
    initial: object,
    parentApi: unknown
  ) {
    this.state = new WatchedPanelState(initial);
    this.parent = typeof parentApi === 'object' && parentApi !== null ? parentApi : {};
  }

  buildCompared(buildApi: BuildApi) {
    const comparators = Object.fromEntries(
      Object.entries(this.state.subjects).map(([key, subject]) => [
        key,
        [
          subject,
          (value: unknown) => this.state.set({ [key]: value }),
          (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other),
        ],
      ])
    );
    const serializeState = () => ({ rawState: this.state.get(), references: [] });
    return this.shown(buildApi({ ...this.api(), serializeState }, comparators));
  }

  buildSelfComparing(uuid: string, given: object, finalizeApi: BuildArguments['finalizeApi']) {
    const { parent, state } = this;
    const saved = (): object | undefined => {
      const last = parent.getLastSavedStateForChild?.(uuid);
      return last && unwrapped(last);
    };
    const hasUnsavedChanges = () => {
      const last = saved();
      return parent.getLastSavedStateForChild !== undefined && !(last && state.isSameAs(last));
    };
    const hasUnsavedChanges$ = new BehaviorSubject(hasUnsavedChanges());
    const compare = () => {
      if (hasUnsavedChanges() !== hasUnsavedChanges$.value) {
        hasUnsavedChanges$.next(hasUnsavedChanges());
      }
    };
    this.subscriptions.push(state.onChange(compare));
    const savings$ = parent.lastSavedStateForChild$?.(uuid);
    if (savings$) this.subscriptions.push(savings$.subscribe(compare));
    return this.shown(
      finalizeApi({
        ...this.api(),
        serializeState: () => asGiven(given, state.get()),
        hasUnsavedChanges$,
        resetUnsavedChanges: () => {
          const last = saved();
          if (last) state.reset(last);
          return true;
        },
      })
    );
  }

  private api() {
    const { state } = this;
    const { title, description, hidePanelTitles } = state.subjects;
    return {
      title$: title,
      defaultTitle$: new BehaviorSubject(panelTitle(this.kind)),
      description$: description,
      hideTitle$: hidePanelTitles,
      setTitle: (value: string | undefined) => state.set({ title: value }),
      setDescription: (value: string | undefined) => state.set({ description: value }),
      setHideTitle: (value: boolean | undefined) => state.set({ hidePanelTitles: value }),
      isEditingEnabled: () => true,
      getTypeDisplayName: () => panelTitle(this.kind),
      onEdit: () => this.askAnew(),
      getPanelInput: () => this.input(),
    };
  }

  private async askAnew(): Promise<void> {
    const choice = await askSettings(this.kind, this.state.get(), this.core, this.plugins);
    if (choice) this.state.set({ ...choice.settings, title: choice.title || undefined });
  }

  private input(): PanelInput {
    const { timeRange$, filters$, query$, viewMode$ } = this.parent;
    return {
      settings: panelSettingsOf(this.state.get()),
      timeRange: timeRange$?.value ?? DEFAULT_RANGE,
      filters: filters$?.value ?? [],
      query: query$?.value,
      refresh: this.reloads$.value,
      ...(viewMode$?.value === 'edit' ? { askAnew: () => void this.askAnew() } : {}),
    };
  }

  private shown(api: object) {
    return { api, Component: () => <ShownPanel mount={(element) => this.mount(element)} /> };
  }

  /** Draws the panel, and draws it anew whenever it or its dashboard changes. */
  private mount(element: HTMLElement): () => void {
    const { timeRange$, filters$, query$, viewMode$, reload$ } = this.parent;
    const mounted = mountPanel(this.kind, element, this.core, this.plugins);
    const show = () => mounted.show(this.input());
    const watched = [
      this.state.onChange(show),
      this.reloads$.subscribe(show),
      ...[timeRange$, filters$, query$, viewMode$].flatMap((watchable) =>
        watchable ? [(watchable as Watchable<unknown>).subscribe(show)] : []
      ),
      ...(reload$ ? [reload$.subscribe(() => this.reloads$.next(this.reloads$.value + 1))] : []),
    ];
    return () => {
      [...watched, ...this.subscriptions].forEach((each) => each.unsubscribe());
      mounted.unmount();
    };
  }
}

function ShownPanel({ mount }: { mount: (element: HTMLElement) => () => void }) {
  const element = useRef<HTMLDivElement>(null);
  const latestMount = useRef(mount);
  useEffect(() => (element.current ? latestMount.current(element.current) : undefined), []);
  return <div ref={element} style={{ width: '100%', height: '100%' }} />;
}
