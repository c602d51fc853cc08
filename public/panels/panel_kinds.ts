import { i18n } from '@kbn/i18n';

import type { PanelKind } from '../../common/panel_types';
import { APP_ICON, appTitle } from '../app_identity';

// This file is part of what every page of Kibana loads: names only.

const titles = (): Record<PanelKind, string> => ({
  swimLane: i18n.translate('anomalyDetector.panel.swimLane', {
    defaultMessage: 'Anomaly swim lane',
  }),
  timeline: i18n.translate('anomalyDetector.panel.timeline', {
    defaultMessage: 'Anomaly timeline',
  }),
  table: i18n.translate('anomalyDetector.panel.table', { defaultMessage: 'Anomaly table' }),
  incidents: i18n.translate('anomalyDetector.panel.incidents', {
    defaultMessage: 'Incident summary',
  }),
});

export const panelTitle = (kind: PanelKind): string => titles()[kind];

export const PANEL_ICONS: Record<PanelKind, string> = {
  swimLane: 'heatmap',
  timeline: 'visLine',
  table: 'visTable',
  incidents: 'bell',
};

/** Under which Kibana lists our panels where it groups them. */
export const panelGrouping = [
  {
    id: 'anomalyDetector',
    getDisplayName: appTitle,
    getIconType: () => APP_ICON,
  },
];
