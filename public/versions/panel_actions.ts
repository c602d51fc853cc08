import type { CoreSetup } from '@kbn/core/public';
import type { ActionDefinition, UiActionsStart } from '@kbn/ui-actions-plugin/public';

import { panelKinds, panelTypes } from '../../common/panel_types';
import { PANEL_ICONS, panelGrouping, panelTitle } from '../panels/panel_kinds';
import { panelMenu } from '../panels/panel_menu';
import type { PublicStartPlugins } from '../plugin';

/** A dashboard that panels can be added to, from 8.18 and 9.0 on. */
interface CanAddPanels {
  addNewPanel(panel: object, displaySuccessMessage?: boolean): Promise<unknown>;
}

const canAddPanels = (embeddable: unknown): embeddable is CanAddPanels =>
  typeof embeddable === 'object' && embeddable !== null && 'addNewPanel' in embeddable;

/** Adds an action, in the way that this Kibana knows. */
function addAction(uiActions: UiActionsStart, trigger: string, action: ActionDefinition): void {
  if (uiActions.addTriggerActionAsync) {
    uiActions.addTriggerActionAsync(trigger, action.id, () => Promise.resolve(action));
  } else uiActions.addTriggerAction?.(trigger, action);
}

/**
 * Adds our entries to the menus of panels, and our panels to "Add panel" where that menu is made of actions.
 * @param isClassBased panels are classes: then "Add panel" lists them by itself
 */
export function addPanelActions(
  core: Pick<CoreSetup<PublicStartPlugins>, 'getStartServices'>,
  uiActions: UiActionsStart,
  isClassBased: boolean
): void {
  for (const entry of panelMenu(core)) addAction(uiActions, 'CONTEXT_MENU_TRIGGER', entry);
  if (isClassBased) return;
  for (const kind of panelKinds) {
    addAction(uiActions, 'ADD_PANEL_TRIGGER', {
      id: `${panelTypes[kind]}.add`,
      type: `${panelTypes[kind]}.add`,
      grouping: panelGrouping,
      getDisplayName: () => panelTitle(kind),
      getIconType: () => PANEL_ICONS[kind],
      isCompatible: ({ embeddable }: { embeddable?: unknown }) =>
        Promise.resolve(canAddPanels(embeddable)),
      execute: async ({ embeddable }: { embeddable?: unknown }) => {
        if (!canAddPanels(embeddable)) return;
        const [{ askSettings }, [coreStart, plugins]] = await Promise.all([
          import('../panels/ask_settings'),
          core.getStartServices(),
        ]);
        const choice = await askSettings(kind, {}, coreStart, plugins);
        if (!choice) return;
        const state = { ...choice.settings, title: choice.title || undefined };
        await embeddable.addNewPanel(
          {
            panelType: panelTypes[kind],
            // 8.18 and 9.0 read the first, the newer ones the second.
            initialState: state,
            serializedState: { ...state, rawState: state, references: [] },
          },
          true
        );
      },
    });
  }
}
