import type { CoreSetup } from '@kbn/core/public';
import type { EmbeddableSetup } from '@kbn/embeddable-plugin/public';

import { panelKinds, panelTypes, type PanelKind } from '../../common/panel_types';
import { PANEL_ICONS, panelGrouping, panelTitle } from '../panels/panel_kinds';
import type { PublicStartPlugins } from '../plugin';

// This file is part of what every page of Kibana loads: panels and their flyout are imported when they are needed.

/** Makes our panels known, in the shape that this Kibana knows panels in. */
export function registerPanels(
  core: CoreSetup<PublicStartPlugins>,
  embeddable: EmbeddableSetup
): void {
  for (const kind of panelKinds) {
    if (embeddable.registerEmbeddableFactory) registerClass(kind, core, embeddable);
    else {
      embeddable.registerReactEmbeddableFactory?.(panelTypes[kind], async () => {
        const [{ panelFactory }, [coreStart, plugins]] = await Promise.all([
          import('./panel_factory'),
          core.getStartServices(),
        ]);
        return panelFactory(kind, coreStart, plugins);
      });
    }
  }
}

function registerClass(
  kind: PanelKind,
  core: CoreSetup<PublicStartPlugins>,
  embeddable: EmbeddableSetup
): void {
  const type = panelTypes[kind];
  embeddable.registerEmbeddableFactory?.(type, {
    type,
    isEditable: () => Promise.resolve(true),
    canCreateNew: () => true,
    getDisplayName: () => panelTitle(kind),
    getIconType: () => PANEL_ICONS[kind],
    grouping: panelGrouping,
    getExplicitInput: async (initial = {}) => {
      const [{ askSettings }, [coreStart, plugins]] = await Promise.all([
        import('../panels/ask_settings'),
        core.getStartServices(),
      ]);
      const choice = await askSettings(kind, initial, coreStart, plugins);
      // Kibana takes a rejection to mean that nothing shall change.
      if (!choice) throw new Error('cancelled');
      return { ...initial, ...choice.settings, title: choice.title || undefined };
    },
    create: async (input, parent) => {
      const [{ ClassPanel }, [coreStart, plugins]] = await Promise.all([
        import('./panel_class'),
        core.getStartServices(),
      ]);
      return new ClassPanel(kind, input, coreStart, plugins, parent);
    },
  });
}
