import type { Filter, Query, TimeRange } from '@kbn/es-query';

import type { PanelSettings } from '../../common/panel';

/** What a dashboard says to one of our panels, whichever version of Kibana it belongs to. */
export interface PanelInput {
  settings: PanelSettings;
  timeRange: TimeRange;
  filters: Filter[];
  query: Query | undefined;
  /** Another number: ask again for the same. */
  refresh: number;
  /** Asks what the panel shall show; only while the dashboard is edited, as nothing else would keep the answer. */
  askAnew?: () => void;
}

/** What menus and flyouts ask a panel, whichever shape Kibana gives it. */
export interface OurPanel {
  /** What is shown at the moment. */
  getPanelInput(): PanelInput;
}

/** Whether an embeddable of a dashboard is one of our panels. */
export const isOurPanel = (embeddable: unknown): embeddable is OurPanel =>
  typeof embeddable === 'object' &&
  embeddable !== null &&
  typeof (embeddable as Partial<OurPanel>).getPanelInput === 'function';
