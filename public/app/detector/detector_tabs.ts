import { i18n } from '@kbn/i18n';
import type { ComponentType } from 'react';

import { MessagesTab } from '../messages/messages_tab';
import { ModelsTab } from '../models/models_tab';
import type { TabId } from '../routing/places';
import { ScheduleTab } from '../schedule/schedule_tab';
import type { DetectorTabProps } from './detector_tab';

/** A tab of a detector's page; those without a component are the page's own. */
export interface DetectorTab {
  id: TabId;
  label: string;
  Component?: ComponentType<DetectorTabProps>;
}

/** The tabs of a detector's page, in their order. */
export const detectorTabs = (): DetectorTab[] => [
  {
    id: 'anomalies',
    label: i18n.translate('anomalyDetector.tab.anomalies', { defaultMessage: 'Anomalies' }),
  },
  {
    id: 'incidents',
    label: i18n.translate('anomalyDetector.tab.incidents', { defaultMessage: 'Incidents' }),
  },
  {
    id: 'models',
    label: i18n.translate('anomalyDetector.tab.models', { defaultMessage: 'Models' }),
    Component: ModelsTab,
  },
  {
    id: 'settings',
    label: i18n.translate('anomalyDetector.tab.schedule', { defaultMessage: 'Schedule' }),
    Component: ScheduleTab,
  },
  {
    id: 'messages',
    label: i18n.translate('anomalyDetector.tab.messages', { defaultMessage: 'Messages' }),
    Component: MessagesTab,
  },
];
