import { i18n } from '@kbn/i18n';
import type { CoreSetup, Plugin } from '@kbn/core/public';
import type { DataPublicPluginStart } from '@kbn/data-plugin/public';
import type { EmbeddableSetup } from '@kbn/embeddable-plugin/public';
import type { DataViewsPublicPluginStart } from '@kbn/data-views-plugin/public';
import type { HomePublicPluginSetup } from '@kbn/home-plugin/public';
import type { SharePluginStart } from '@kbn/share-plugin/public';
import type { UiActionsStart } from '@kbn/ui-actions-plugin/public';
import type { UnifiedSearchPublicPluginStart } from '@kbn/unified-search-plugin/public';

import { APP_ICON, appTitle } from './app_identity';
import { registerPanels } from './versions/register_panels';
import type {
  TriggersAndActionsUIPublicPluginSetup,
  TriggersAndActionsUIPublicPluginStart,
} from '@kbn/triggers-actions-ui-plugin/public';

import { registerRuleTypes } from './rule_form/register_rule_types';
import { registerSampleDataTab } from './sample_data_tab/register_sample_data_tab';

export interface PublicSetupPlugins {
  /** Absent where its plugin is switched off: then dashboards have no panels of ours. */
  embeddable?: EmbeddableSetup;
  /** Absent where its plugin is switched off: then the home page does not list the app. */
  home?: HomePublicPluginSetup;
  /** Absent where there are no rules. */
  triggersActionsUi?: TriggersAndActionsUIPublicPluginSetup;
}

export interface PublicStartPlugins {
  /** Absent where its plugin is switched off: then panels cannot filter their dashboard. */
  data?: DataPublicPluginStart;
  /** Absent where its plugin is switched off: then there are no data views to choose from. */
  dataViews?: DataViewsPublicPluginStart;
  /** Absent where its plugin is switched off: then there are no links to Discover. */
  share?: SharePluginStart;
  /** Absent where its plugin is switched off: then panels have no menu entries of ours. */
  uiActions?: UiActionsStart;
  triggersActionsUi?: TriggersAndActionsUIPublicPluginStart;
  /** Absent where its plugin is switched off: then the app has a simpler search of its own. */
  unifiedSearch?: UnifiedSearchPublicPluginStart;
}

const APP_ROUTE = '/app/anomalyDetector';

/** Registers the app; all of its code is loaded when it is opened. */
export class AnomalyDetectorPublicPlugin implements Plugin<PublicSetupPlugins, PublicStartPlugins> {
  setup(
    core: CoreSetup<PublicStartPlugins>,
    { embeddable, home, triggersActionsUi }: PublicSetupPlugins
  ): void {
    if (triggersActionsUi) registerRuleTypes(triggersActionsUi, core);
    const title = appTitle();
    core.application.register({
      id: 'anomalyDetector',
      title,
      appRoute: APP_ROUTE,
      euiIconType: APP_ICON,
      category: {
        id: 'observability',
        label: i18n.translate('anomalyDetector.app.category', { defaultMessage: 'Observability' }),
        order: 3000,
        euiIconType: APP_ICON,
      },
      deepLinks: [
        {
          id: 'detectors',
          title: i18n.translate('anomalyDetector.app.detectors', {
            defaultMessage: 'Anomaly detectors',
          }),
          path: '/detectors',
          navLinkStatus: 1,
          visibleIn: ['globalSearch', 'sideNav'],
        },
      ],
      mount: async (params) => {
        const [{ mountApp }, [coreStart, plugins]] = await Promise.all([
          import('./app/mount'),
          core.getStartServices(),
        ]);
        return mountApp(coreStart, plugins, params);
      },
    });
    if (home) registerSampleDataTab(home, core);
    home?.featureCatalogue.register({
      id: 'anomalyDetector',
      title,
      description: i18n.translate('anomalyDetector.app.description', {
        defaultMessage: 'Find what is unusual in the traffic, errors and response times of APIs.',
      }),
      icon: APP_ICON,
      path: APP_ROUTE,
      // Of the features that are no solution, the home page shows those of this category alone.
      category: 'admin',
      showOnHomePage: true,
      order: 700,
    });
    if (embeddable) {
      registerPanels(core, embeddable);
      const isClassBased = embeddable.registerEmbeddableFactory !== undefined;
      void core.getStartServices().then(async ([, { uiActions }]) => {
        if (!uiActions) return;
        const { addPanelActions } = await import('./versions/panel_actions');
        addPanelActions(core, uiActions, isClassBased);
      });
    }
  }

  start(): void {}

  stop(): void {}
}
