import { useCallback, useEffect, useMemo, useState } from 'react';

import type { DetectorSettings } from '../../../common/detector';
import type { ApiError } from '../../api/api_error';
import { faultsOf, placeOfRefusal, type FormFaults } from './form_faults';
import { foundInstead } from './form_start';
import { metricFaultsOf, metricOfMessage, type MetricFaults } from './metric_faults';
import { useLogsDescription } from './use_logs_description';

/** The settings as they are filled in, and what is wrong with them. */
export function useFormState(initial: DetectorSettings) {
  const [settings, setSettings] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [submitted, setSubmitted] = useState(false);
  const [refusal, setRefusal] = useState<ApiError>();

  const own = useMemo(() => faultsOf(settings), [settings]);
  const ownOfMetrics = useMemo(() => metricFaultsOf(settings.metrics), [settings.metrics]);
  const description = useLogsDescription(settings, own);
  const { data: described, isCurrent } = description;

  useEffect(() => {
    if (!described || !isCurrent) return;
    setSettings((now) => {
      const better = foundInstead(now, touched, described);
      return Object.keys(better).length > 0 ? { ...now, ...better } : now;
    });
  }, [described, isCurrent, touched]);

  const change = useCallback((changed: Partial<DetectorSettings>) => {
    setSettings((now) => ({ ...now, ...changed }));
    setTouched((before) => new Set([...before, ...Object.keys(changed)]));
    setRefusal(undefined);
  }, []);

  const isShown = (place: string) => submitted || touched.has(place.split('.')[0]);
  const faults: FormFaults = Object.fromEntries(
    Object.entries(own).filter(([place]) => isShown(place))
  );
  if (described && isCurrent) {
    for (const { setting, message } of described.faults) faults[setting] = message;
  }
  const metricFaults: MetricFaults[] = submitted
    ? ownOfMetrics.map((each) => ({ ...each }))
    : settings.metrics.map(() => ({}));
  const refusedMetric = refusal && metricOfMessage(refusal.message, settings.metrics);
  const refusedPlace = refusal && !refusedMetric ? placeOfRefusal(refusal) : undefined;
  if (refusal && refusedMetric)
    metricFaults[refusedMetric.place][refusedMetric.key] = refusal.message;
  if (refusal && refusedPlace) faults[refusedPlace] = refusal.message;

  return {
    settings,
    faults,
    metricFaults,
    description,
    /** Whether the server's codec takes all of it. */
    isValid:
      Object.keys(own).length === 0 && ownOfMetrics.every((each) => Object.keys(each).length === 0),
    hasChanges: JSON.stringify(settings) !== JSON.stringify(initial),
    /** What was refused and has no place in the form. */
    refusal: refusedMetric || refusedPlace ? undefined : refusal,
    change,
    submit: () => {
      setSubmitted(true);
      setRefusal(undefined);
    },
    refuse: setRefusal,
  };
}
