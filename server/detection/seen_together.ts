import { type SignalName } from '../../common/signal';
import { actualOf, isErrorSignal, isLatencySignal } from './baselines';
import { calibratedDeviation } from './calibration';
import { type Deviations } from './deviations';
import { type Series } from './series';
import { WINDOWS } from './windows';

/** What one column of the model says of an entity. */
export interface Column {
  signal: string;
  deviations: Deviations | undefined;
  divisors: Float32Array;
}

/** What a bucket is told by: so many buckets together, the last of them the one in question. */
export interface Seen {
  actual: number | null;
  typical: number | null;
  buckets: number;
}

/** A bucket that deviates by so many standard deviations tells for itself. */
const TELLS_ITSELF = 3;

/**
 * Where those before a bucket make it anomalous, and it is hardly so by itself, what all of them say together; undefined
 * where it tells for itself, and for metrics, whose windows do not go on about what is over.
 */
export function seenTogether(
  { signal, deviations, divisors }: Column,
  series: Series,
  index: number
): Seen | undefined {
  if (deviations === undefined || !isBuiltIn(signal)) return undefined;
  const own = deviations.byWindow[0][index];
  if (Math.abs(own) >= TELLS_ITSELF) return undefined;
  const calibrated = WINDOWS.map((_, window) =>
    calibratedDeviation(signal, deviations, divisors, window, index)
  );
  const sizes = calibrated.map(Math.abs);
  const window = sizes.indexOf(Math.max(...sizes));
  if (window === 0) return undefined;
  const buckets = WINDOWS[window] * series.bucketFactor;
  const together = {
    actual: actualOf(signal, series, index, buckets),
    typical: typicalOf(signal, deviations, index, buckets),
  };
  const alone = {
    actual: actualOf(signal, series, index),
    typical: typicalOf(signal, deviations, index, 1),
  };
  // Only where it shows more than the bucket itself does.
  const more = ratioOf(together) - ratioOf(alone);
  return more * calibrated[window] > 0 ? { ...together, buckets } : undefined;
}

const isBuiltIn = (signal: string): signal is SignalName =>
  signal === 'throughput' || isErrorSignal(signal) || isLatencySignal(signal);

const ratioOf = ({ actual, typical }: Pick<Seen, 'actual' | 'typical'>): number =>
  actual !== null && typical !== null && typical > 0 ? actual / typical : NaN;

/** Of throughput the mean of the buckets; shares and response times are told against those of the last one. */
function typicalOf(
  signal: SignalName,
  { typical }: Deviations,
  index: number,
  buckets: number
): number | null {
  const first = signal === 'throughput' ? Math.max(0, index - buckets + 1) : index;
  let sum = 0;
  for (let bucket = first; bucket <= index; bucket++) sum += typical[bucket];
  const mean = sum / (index + 1 - first);
  return Number.isFinite(mean) ? mean : null;
}
