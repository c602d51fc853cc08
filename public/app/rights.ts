/** What the user may do, as Kibana's feature privileges say. */
export interface Rights {
  show: boolean;
  /** Create, change, start, stop, train, score, mark as expected, mute. */
  save: boolean;
}

export function rightsOf(
  capabilities: Record<string, Record<string, unknown> | undefined>
): Rights {
  const granted = capabilities.anomalyDetector;
  return { show: granted?.show === true, save: granted?.save === true };
}
