import { i18n } from '@kbn/i18n';
import { isLeft } from 'fp-ts/lib/Either';

import {
  detectorSettingsCodec,
  durationLimits,
  type DetectorSettings,
} from '../../../common/detector';
import type { ApiError } from '../../api/api_error';
import { durationLabel } from '../duration_label';

/** Why settings would be refused, in words, by path: `name`, `schedule.scoreEvery`, `fields.latency`. */
export type FormFaults = Partial<Record<string, string>>;

/** What the parts of the form are given. */
export interface SectionProps {
  settings: DetectorSettings;
  faults: FormFaults;
  onChange: (changed: Partial<DetectorSettings>) => void;
}

const SCHEDULED = ['scoreEvery', 'trainEvery', 'trainingWindow'] as const;
const LASTING = ['queryDelay', 'lateDataWindow', 'bucketRetention', 'recordRetention'] as const;

/** The settings about time, by path. */
const DURATIONS = new Map<string, keyof typeof durationLimits>([
  ...SCHEDULED.map((name) => [`schedule.${name}`, name] as const),
  ...LASTING.map((name) => [name, name] as const),
]);

/** Whether a path is one that this form has a place for; metrics have theirs part by part. */
function sentenceOf(path: string, settings: DetectorSettings): string | undefined {
  const duration = DURATIONS.get(path);
  if (duration !== undefined) {
    const [min, max] = durationLimits[duration];
    return i18n.translate('anomalyDetector.form.durationFault', {
      defaultMessage:
        'Give a whole number of seconds, minutes, hours or days, from {min} to {max}.',
      values: { min: durationLabel(min), max: durationLabel(max) },
    });
  }
  const sentences: Partial<Record<string, string>> = {
    name: i18n.translate('anomalyDetector.form.nameFault', {
      defaultMessage: 'Give the detector a name of 1 to 100 characters.',
    }),
    description: i18n.translate('anomalyDetector.form.descriptionFault', {
      defaultMessage: 'A description has at most 1,000 characters.',
    }),
    indexPattern: i18n.translate('anomalyDetector.form.indexPatternFault', {
      defaultMessage:
        '"{given}" cannot be watched. Give index names or patterns such as "api-logs-*", separated by commas; none may begin with ".", "-" or "_" or stand for every index.',
      values: { given: settings.indexPattern },
    }),
    timeField: i18n.translate('anomalyDetector.form.timeFieldFault', {
      defaultMessage:
        'Name the date field that says when a request was made, such as "@timestamp".',
    }),
    filter: i18n.translate('anomalyDetector.form.filterFault', {
      defaultMessage: 'A filter has at most 10,000 characters.',
    }),
    entityFields: i18n.translate('anomalyDetector.form.entityFieldsFault', {
      defaultMessage:
        'Name 1 to 3 different keyword fields, such as "service.name": each of their values is watched by itself.',
    }),
    maxEntities: i18n.translate('anomalyDetector.form.maxEntitiesFault', {
      defaultMessage: 'Give a whole number from 1 to 10,000.',
    }),
    'fields.latency': i18n.translate('anomalyDetector.form.latencyFault', {
      defaultMessage: 'Choose the numeric field of the response time, and its unit.',
    }),
    'fields.status': i18n.translate('anomalyDetector.form.statusFault', {
      defaultMessage: 'Choose the numeric field of the status code.',
    }),
    signals: i18n.translate('anomalyDetector.form.signalsFault', {
      defaultMessage: 'Choose one signal at least.',
    }),
    timeZone: i18n.translate('anomalyDetector.form.timeZoneFault', {
      defaultMessage: 'Choose a time zone such as "Europe/Berlin" or "UTC".',
    }),
  };
  return sentences[path];
}

/** The place in the form that a path of the settings belongs to: `fields.latency.unit` to `fields.latency`. */
function placeOf(path: string): string {
  const [first, second] = path.split('.');
  if (first === 'schedule' || first === 'fields') return `${first}.${second}`;
  return first;
}

/** Why each setting would be refused; empty when the server's codec takes them. Metrics are told by `metricFaultsOf`. */
export function faultsOf(settings: DetectorSettings): FormFaults {
  const decoded = detectorSettingsCodec.decode(settings);
  if (!isLeft(decoded)) return {};
  const faults: FormFaults = {};
  for (const { context } of decoded.left) {
    // The first key is the value's own, which has none.
    const path = context.slice(1).map(({ key }) => key);
    const place = placeOf(path.join('.'));
    const sentence = sentenceOf(place, settings);
    if (sentence !== undefined) faults[place] = sentence;
  }
  return faults;
}

/** Whether the server's codec takes the settings, whatever they are called. */
export const isUsable = (settings: DetectorSettings): boolean =>
  !isLeft(detectorSettingsCodec.decode({ ...settings, name: 'preview' }));

const PLACES = [
  'name',
  'description',
  'indexPattern',
  'timeField',
  'filter',
  'entityFields',
  'maxEntities',
  'fields.latency',
  'fields.status',
  'signals',
  'timeZone',
  ...DURATIONS.keys(),
];

/** The place in the form that the server's refusal belongs to; undefined when it names none. */
export function placeOfRefusal({ message, setting }: ApiError): string | undefined {
  const named = setting ?? /(?:^|: )([\w.]+) is /.exec(message)?.[1];
  if (named === undefined) return undefined;
  const place = placeOf(named);
  return PLACES.find((known) => known === place);
}
