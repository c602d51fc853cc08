import { i18n } from '@kbn/i18n';
import { isLeft } from 'fp-ts/lib/Either';

import { metricsCodec, type Metric } from '../../../common/metric';

const metricKeys = ['name', 'field', 'percent'] as const;

/** The parts of a metric that can be filled in wrongly. */
export type MetricKey = (typeof metricKeys)[number];

/** Why parts of a metric would be refused, in words. */
export type MetricFaults = Partial<Record<MetricKey, string>>;

const keyOf = (text: string | undefined): MetricKey | undefined =>
  metricKeys.find((key) => key === text);

function faultOf(key: MetricKey, metric: Metric, all: readonly Metric[]): string {
  const sentences: Record<MetricKey, string> = {
    name: all.some((other) => other !== metric && other.name === metric.name)
      ? i18n.translate('anomalyDetector.metric.nameTwice', {
          defaultMessage: 'Give each metric a name of its own.',
        })
      : i18n.translate('anomalyDetector.metric.nameFault', {
          defaultMessage:
            'Give the metric a name of a to z, 0 to 9 and "_" that begins with a letter, such as "cart_value", and is none of the built-in signals.',
        }),
    field: i18n.translate('anomalyDetector.metric.fieldFault', {
      defaultMessage: 'Name the field that the metric is read from.',
    }),
    percent: i18n.translate('anomalyDetector.metric.percentFault', {
      defaultMessage: 'Give a number above 0 and below 100.',
    }),
  };
  return sentences[key];
}

/** The faults of each metric, as many as there are metrics; none where the server's codec takes them. */
export function metricFaultsOf(metrics: readonly Metric[]): MetricFaults[] {
  const faults = metrics.map((): MetricFaults => ({}));
  const decoded = metricsCodec.decode(metrics);
  if (!isLeft(decoded)) return faults;
  for (const { context } of decoded.left) {
    const [, place, part] = context.map(({ key }) => key);
    const key = keyOf(part);
    const metric = metrics[Number(place)] as Metric | undefined;
    if (key && metric) faults[Number(place)][key] = faultOf(key, metric, metrics);
  }
  return faults;
}

/** Which metric, and what of it, the server's sentence is about; undefined when it names none. */
export function metricOfMessage(
  message: string,
  metrics: readonly Metric[]
): { place: number; key: MetricKey } | undefined {
  const [, number, part] = /\bmetrics\.(\d)\.(\w+)/.exec(message) ?? [];
  const key = keyOf(part);
  if (key && Number(number) < metrics.length) return { place: Number(number), key };
  const place = metrics.findIndex(({ name }) => message.includes(`metric "${name}"`));
  return place < 0 ? undefined : { place, key: 'field' };
}
