/** The kinds of panels that a dashboard can hold, with the type that Kibana knows each by. */
export const panelTypes = {
  swimLane: 'anomalyDetectorSwimLane',
  timeline: 'anomalyDetectorTimeline',
  table: 'anomalyDetectorTable',
  incidents: 'anomalyDetectorIncidents',
} as const;
export type PanelKind = keyof typeof panelTypes;

export const panelKinds = Object.keys(panelTypes) as PanelKind[];

export const isPanelType = (type: string): boolean =>
  panelKinds.some((kind) => panelTypes[kind] === type);
