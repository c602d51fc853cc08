import { i18n } from '@kbn/i18n';
import type { CoreSetup } from '@kbn/core/public';
import type { ActionDefinition } from '@kbn/ui-actions-plugin/public';

import type { PublicStartPlugins } from '../plugin';

import { isOurPanel } from './panel_input';

interface MenuContext {
  embeddable?: unknown;
}

/** The entries that our panels have in their menu beside Kibana's own. */
export const panelMenu = (
  core: Pick<CoreSetup<PublicStartPlugins>, 'getStartServices'>
): Array<ActionDefinition<MenuContext>> => {
  const entry = (
    id: 'openApp' | 'viewLogs',
    iconType: string,
    title: string
  ): ActionDefinition<MenuContext> => ({
    id: `anomalyDetector.${id}`,
    type: `anomalyDetector.${id}`,
    order: 40,
    getIconType: () => iconType,
    getDisplayName: () => title,
    isCompatible: ({ embeddable }) =>
      Promise.resolve(
        isOurPanel(embeddable) && embeddable.getPanelInput().settings.detectorId !== ''
      ),
    execute: async ({ embeddable }) => {
      if (!isOurPanel(embeddable)) return;
      const [links, [coreStart, plugins]] = await Promise.all([
        import('./panel_links'),
        core.getStartServices(),
      ]);
      await links[id](embeddable.getPanelInput(), coreStart, plugins);
    },
  });
  return [
    entry(
      'openApp',
      'logoObservability',
      i18n.translate('anomalyDetector.panel.openApp', {
        defaultMessage: 'Open in Anomaly Detector',
      })
    ),
    entry(
      'viewLogs',
      'discoverApp',
      i18n.translate('anomalyDetector.panel.viewLogs', { defaultMessage: 'View logs' })
    ),
  ];
};
