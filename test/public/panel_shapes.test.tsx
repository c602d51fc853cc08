import { Embeddable } from '@kbn/embeddable-plugin/public';
import type { CoreSetup } from '@kbn/core/public';
import type { EmbeddableFactoryDefinition } from '@kbn/embeddable-plugin/public';
import type { ActionDefinition } from '@kbn/ui-actions-plugin/public';
import { act, render, waitFor } from '@testing-library/react';
import React, { type ReactNode } from 'react';
import { BehaviorSubject } from 'rxjs';

import { panelTypes } from '../../common/panel_types';
import type { PublicStartPlugins } from '../../public/plugin';
import { addPanelActions } from '../../public/versions/panel_actions';
import { registerPanels } from '../../public/versions/register_panels';

import { kibanaAroundPanels, panelElement, shows } from './builders/panel';

jest.mock(
  '@kbn/kibana-react-plugin/public',
  () => ({ KibanaThemeProvider: ({ children }: { children: ReactNode }) => children }),
  { virtual: true }
);
jest.mock('../../public/panels/record_filter', () => ({
  recordFilterOf: ({ filters }: { filters: object[] }) =>
    filters.length === 0 ? undefined : { bool: { filter: filters } },
}));

const LANES = 'GET /internal/anomaly_detector/detectors/{id}/swim_lane';
const SETTINGS = {
  detectorId: 'detector-1',
  detectorName: 'API logs',
  entities: [],
  minScore: 50,
  signals: [],
  lanes: 7,
};
const RANGE = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const FILTER = { meta: {}, query: { match_phrase: { 'service.name': 'checkout' } } };

type Around = ReturnType<typeof kibanaAroundPanels>;

const setupOf = ({ core, plugins }: Around) =>
  ({
    application: { register: () => {} },
    getStartServices: () => Promise.resolve([core, plugins, undefined]),
  }) satisfies CoreSetup<PublicStartPlugins>;

describe('panels as classes, in Kibana up to 8.17', () => {
  function registered(around: Around) {
    const factories = new Map<string, EmbeddableFactoryDefinition>();
    registerPanels(setupOf(around), {
      registerEmbeddableFactory: (type, factory) => factories.set(type, factory),
      // 8.13 to 8.17 have both; a class is what their dashboards know best.
      registerReactEmbeddableFactory: () => {
        throw new Error('the class is registered already');
      },
    });
    return factories;
  }

  it('registers the four of them', () => {
    const factories = registered(kibanaAroundPanels());
    expect([...factories.keys()].sort()).toEqual(Object.values(panelTypes).sort());
    expect([...factories.values()].map((factory) => factory.getDisplayName())).toEqual([
      'Anomaly swim lane',
      'Anomaly timeline',
      'Anomaly table',
      'Incident summary',
    ]);
  });

  it('follows time range, filters and refresh of its dashboard until it is removed', async () => {
    const around = kibanaAroundPanels();
    const factory = registered(around).get(panelTypes.swimLane)!;
    const panel = await factory.create({ id: 'panel-1', ...SETTINGS, timeRange: RANGE });
    expect(panel).toBeInstanceOf(Embeddable);
    expect(panel.getTitle()).toBe('Anomaly swim lane');
    const element = panelElement();
    act(() => panel.render(element));
    await shows(element, /has found nothing that matches/);
    expect(around.server.seen(LANES)).toMatchObject([
      { query: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', lanes: 7 } },
    ]);

    const dashboard = panel as unknown as { updateInput(changed: object): void };
    act(() => dashboard.updateInput({ filters: [FILTER] }));
    await shows(element, /has found nothing/);
    expect(around.server.seen(LANES)[1].query).toMatchObject({
      filter: JSON.stringify({ bool: { filter: [FILTER] } }),
    });
    act(() => dashboard.updateInput({ lastReloadRequestTime: 2 }));
    await shows(element, /has found nothing/);
    expect(around.server.seen(LANES)).toHaveLength(3);
    act(() => panel.destroy());
    expect(element.textContent).toBe('');
  });

  it('gives back what stood in the panel beside what was chosen, and nothing when it was cancelled', async () => {
    const around = kibanaAroundPanels();
    const factory = registered(around).get(panelTypes.swimLane)!;
    const initial = { ...SETTINGS, enhancements: { drilldowns: [] }, title: 'Mine' };
    const press = async (name: string) => {
      const flyout = around.flyouts[around.flyouts.length - 1];
      await shows(flyout, /API logs/);
      act(() =>
        [...flyout.querySelectorAll('button')].find((b) => b.textContent === name)?.click()
      );
    };
    const opened = (count: number) => waitFor(() => expect(around.flyouts).toHaveLength(count));
    const saved = factory.getExplicitInput(initial);
    await opened(1);
    await press('Save');
    expect(await saved).toEqual(initial);

    const cancelled = expect(factory.getExplicitInput(initial)).rejects.toThrow('cancelled');
    await opened(2);
    await press('Cancel');
    await cancelled;
  });
});

interface Factory {
  type: string;
  deserializeState(state: object): object;
  buildEmbeddable(...given: unknown[]): Promise<{ Component: () => JSX.Element; api: PanelApi }>;
}
interface PanelApi {
  title$: BehaviorSubject<string | undefined>;
  setTitle(title: string): void;
  serializeState(): object;
  hasUnsavedChanges$: BehaviorSubject<boolean>;
  resetUnsavedChanges(): void;
  getPanelInput(): { settings: object };
}

function factoryOf(around: Around): Promise<Factory> {
  const getters = new Map<string, () => Promise<object>>();
  registerPanels(setupOf(around), {
    registerReactEmbeddableFactory: (type, getFactory) => void getters.set(type, getFactory),
  });
  expect([...getters.keys()].sort()).toEqual(Object.values(panelTypes).sort());
  return getters.get(panelTypes.swimLane)!() as Promise<Factory>;
}

const aDashboard = () => ({
  timeRange$: new BehaviorSubject(RANGE),
  filters$: new BehaviorSubject<object[]>([]),
  query$: new BehaviorSubject(undefined),
  reload$: new BehaviorSubject(undefined),
});

const SAVED = { ...SETTINGS, title: 'Mine', description: undefined, hidePanelTitles: undefined };

describe('panels as factories, in Kibana 8.18 and 9.0', () => {
  it('names a comparator for each part of its state, and serialises what it was made of', async () => {
    const factory = await factoryOf(kibanaAroundPanels());
    const state = factory.deserializeState({ rawState: { ...SETTINGS, title: 'Mine' } });
    expect(state).toEqual(SAVED);
    const built: Array<{ api: object; comparators: Record<string, unknown[]> }> = [];
    const { api } = await factory.buildEmbeddable(
      state,
      (given: object, comparators: Record<string, unknown[]>) => {
        built.push({ api: given, comparators });
        return given;
      },
      'uuid-1',
      aDashboard()
    );
    const [{ comparators }] = built;
    expect(Object.keys(comparators).sort()).toEqual(Object.keys(SAVED).sort());
    api.setTitle('Yours');
    expect((comparators.title[0] as BehaviorSubject<string>).value).toBe('Yours');
    (comparators.lanes[1] as (value: number) => void)(3);
    expect(api.serializeState()).toEqual({
      rawState: { ...SAVED, title: 'Yours', lanes: 3 },
      references: [],
    });
  });
});

describe('panels as factories, in Kibana 8.19, 9.1 and newer', () => {
  async function built(initialState: object, around = kibanaAroundPanels()) {
    const parentApi = {
      ...aDashboard(),
      lastSavedStateForChild$: () => new BehaviorSubject<object | undefined>(initialState),
      getLastSavedStateForChild: () => initialState,
    };
    const factory = await factoryOf(around);
    const { api, Component } = await factory.buildEmbeddable({
      initialState,
      finalizeApi: (api: object) => api,
      uuid: 'uuid-1',
      parentApi,
    });
    return { api, Component, parentApi };
  }

  it.each([
    ['wrapped', { rawState: { ...SAVED }, references: [] }],
    ['flat, as in the newest', { ...SAVED }],
    ['both ways, as it is added', { ...SAVED, rawState: { ...SAVED }, references: [] }],
  ])('reads its state where it is %s, and gives it back so', async (_, state) => {
    const { api } = await built(state);
    expect(api.getPanelInput().settings).toEqual(SETTINGS);
    expect(api.serializeState()).toEqual(state);
  });

  it('says what is not saved, and goes back to what is', async () => {
    const { api } = await built({ rawState: { ...SAVED }, references: [] });
    expect(api.hasUnsavedChanges$.value).toBe(false);
    api.setTitle('Yours');
    expect(api.hasUnsavedChanges$.value).toBe(true);
    api.resetUnsavedChanges();
    expect(api.title$.value).toBe('Mine');
    expect(api.hasUnsavedChanges$.value).toBe(false);
  });

  it('follows time range, filters and refresh of its dashboard', async () => {
    const around = kibanaAroundPanels();
    const { Component, parentApi } = await built({ ...SAVED }, around);
    const { container, unmount } = render(<Component />);
    await shows(container, /has found nothing that matches/);
    act(() => parentApi.filters$.next([FILTER]));
    await shows(container, /has found nothing/);
    act(() => parentApi.reload$.next(undefined));
    await shows(container, /has found nothing/);
    const asked = around.server.seen(LANES);
    expect(asked[0].query).toMatchObject({ from: '2026-03-01T00:00:00.000Z', lanes: 7 });
    expect(asked[asked.length - 1].query).toMatchObject({
      filter: JSON.stringify({ bool: { filter: [FILTER] } }),
    });
    unmount();
  });
});

describe('the menus of dashboards', () => {
  const ours = (detectorId: string) => ({
    getPanelInput: () => ({ settings: { detectorId, entities: ['checkout'] }, timeRange: RANGE }),
  });

  it.each([
    ['addTriggerAction', true, 2],
    ['addTriggerActionAsync', false, 6],
  ] as const)('get their entries by %s', async (way, isClassBased, count) => {
    const around = kibanaAroundPanels();
    const entries: Array<{ trigger: string; action: ActionDefinition }> = [];
    const pending: Array<Promise<unknown>> = [];
    addPanelActions(
      setupOf(around),
      way === 'addTriggerAction'
        ? { addTriggerAction: (trigger, action) => entries.push({ trigger, action }) }
        : {
            addTriggerActionAsync: (trigger, _id, getAction) =>
              pending.push(getAction().then((action) => entries.push({ trigger, action }))),
          },
      isClassBased
    );
    await Promise.all(pending);
    expect(entries).toHaveLength(count);
    const open = entries.find(({ action }) => action.id === 'anomalyDetector.openApp')!;
    expect(open.trigger).toBe('CONTEXT_MENU_TRIGGER');
    expect(await open.action.isCompatible({ embeddable: ours('detector-1') })).toBe(true);
    expect(await open.action.isCompatible({ embeddable: ours('') })).toBe(false);
    expect(await open.action.isCompatible({ embeddable: {} })).toBe(false);
    await open.action.execute({ embeddable: ours('detector-1') });
    expect(around.visited[0]).toMatch(
      /^\/app\/anomalyDetector\/detectors\/detector-1\?from=2026-03-01.*&entity=checkout$/
    );
  });
});
