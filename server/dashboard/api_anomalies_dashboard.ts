import { i18n } from '@kbn/i18n';

import type { Detector, DetectorSettings } from '../../common/detector';
import type { SavedObjectReference } from '@kbn/core/server';

import { DashboardLayout } from './dashboard_layout';
import { chartOverTime } from './lens_charts';

/** Panels side by side keep what they show in step; their margins are Kibana's default. */
const OPTIONS = {
  useMargins: true,
  syncColors: false,
  syncCursor: true,
  syncTooltips: false,
  hidePanelTitles: false,
};

/** Where response times and status codes stand in logs; undefined where they are not watched, or not known yet. */
export interface MeasuredFields {
  latency: DetectorSettings['fields']['latency'];
  status: string | undefined;
}

interface Surroundings {
  title: string;
  /** Ids. */
  dataViews: { records: string; logs: string };
  fields: MeasuredFields;
}

/** The dashboard "API anomalies" of a detector as a saved object: our four panels, and charts on its records and logs. */
export function dashboardOf(
  { id: detectorId, settings }: Pick<Detector, 'id' | 'settings'>,
  { title, dataViews, fields }: Surroundings
): { attributes: object; references: SavedObjectReference[] } {
  const { timeField, entityFields } = settings;
  const { latency, status: statusField } = fields;
  const own = { detectorId, detectorName: settings.name };
  const layout = new DashboardLayout()
    .addOwn('incidents', { x: 0, y: 0, w: 24, h: 15 }, { ...own, lanes: 5 })
    .addOwn('swimLane', { x: 24, y: 0, w: 24, h: 15 }, own)
    .addOwn('timeline', { x: 0, y: 15, w: 48, h: 20 }, own)
    .addOwn('table', { x: 0, y: 35, w: 48, h: 16 }, own)
    .addLens(
      { x: 0, y: 51, w: 24, h: 12 },
      chartOverTime({
        title: i18n.translate('anomalyDetector.dashboard.bySeverity', {
          defaultMessage: 'Anomalies by severity',
        }),
        dataViewId: dataViews.records,
        // Records of all detectors of a space stand in one index.
        query: { language: 'kuery', query: `detector_id : "${detectorId}"` },
        timeField: '@timestamp',
        split: 'severity',
        type: 'bar_stacked',
      })
    )
    .addLens(
      { x: 24, y: 51, w: 24, h: 12 },
      chartOverTime({
        title: i18n.translate('anomalyDetector.dashboard.byEntity', {
          defaultMessage: 'Requests',
        }),
        dataViewId: dataViews.logs,
        query: settings.filter,
        timeField,
        split: entityFields[0],
        type: 'line',
      })
    );
  if (statusField) {
    layout.addLens(
      { x: 0, y: 63, w: 24, h: 12 },
      chartOverTime({
        title: i18n.translate('anomalyDetector.dashboard.byStatus', {
          defaultMessage: 'Requests by status code',
        }),
        dataViewId: dataViews.logs,
        query: settings.filter,
        timeField,
        split: statusField,
        type: 'bar_stacked',
      })
    );
  }
  if (latency) {
    layout.addLens(
      { x: statusField ? 24 : 0, y: 63, w: 24, h: 12 },
      chartOverTime({
        title: i18n.translate('anomalyDetector.dashboard.latency', {
          defaultMessage: 'Response time, 95th percentile',
        }),
        dataViewId: dataViews.logs,
        query: settings.filter,
        timeField,
        split: entityFields[0],
        percentile95Of: latency,
        type: 'line',
      })
    );
  }
  const { panelsJSON, references } = layout.contents();
  return {
    attributes: {
      title,
      description: i18n.translate('anomalyDetector.dashboard.description', {
        defaultMessage: 'Incidents, anomalies and logs of the detector "{name}".',
        values: { name: settings.name },
      }),
      panelsJSON,
      optionsJSON: JSON.stringify(OPTIONS),
      timeRestore: true,
      timeFrom: 'now-7d',
      timeTo: 'now',
      version: 1,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { language: 'kuery', query: '' }, filter: [] }),
      },
    },
    references,
  };
}
