import { i18n } from '@kbn/i18n';
import { isLeft } from 'fp-ts/lib/Either';

import { detectorSettingsCodec, type Sensitivity } from '../../common/detector';
import type { Metric } from '../../common/metric';

/** What the form asks for; the rest of a detector's settings takes its defaults. */
export interface FormFields {
  name: string;
  indexPattern: string;
  timeField: string;
  entityFields: string[];
  metrics: Metric[];
  sensitivity: Sensitivity;
}

/** Fields with one fault each; metrics have theirs part by part, and a sensitivity is chosen from a list. */
type FormField = Exclude<keyof FormFields, 'metrics' | 'sensitivity'>;

export type FormFaults = Partial<Record<FormField, string>>;

const isFormField = (key: string): key is FormField =>
  ['name', 'indexPattern', 'timeField', 'entityFields'].includes(key);

function faultOf(field: FormField, fields: FormFields): string {
  const sentences: Record<FormField, string> = {
    name: i18n.translate('anomalyDetector.form.nameFault', {
      defaultMessage: 'Give the detector a name of 1 to 100 characters.',
    }),
    indexPattern: i18n.translate('anomalyDetector.form.indexPatternFault', {
      defaultMessage:
        '"{given}" cannot be watched. Give index names or patterns such as "api-logs-*", separated by commas; none may begin with ".", "-" or "_" or stand for every index.',
      values: { given: fields.indexPattern },
    }),
    timeField: i18n.translate('anomalyDetector.form.timeFieldFault', {
      defaultMessage:
        'Name the date field that says when a request was made, such as "@timestamp".',
    }),
    entityFields: i18n.translate('anomalyDetector.form.entityFieldsFault', {
      defaultMessage:
        'Name 1 to 3 different keyword fields, such as "service.name": each of their values is watched by itself.',
    }),
  };
  return sentences[field];
}

/** Why each field would be refused, in words; empty when the server's codec takes them. */
export function faultsOf(fields: FormFields): FormFaults {
  const decoded = detectorSettingsCodec.decode(fields);
  if (!isLeft(decoded)) return {};
  const keys = decoded.left.map((fault) =>
    // The first key is the value's own, which has none; those of metrics may have the same name.
    [fault.context[1]?.key ?? ''].find(isFormField)
  );
  return Object.fromEntries(
    keys
      .filter((key): key is FormField => key !== undefined)
      .map((key) => [key, faultOf(key, fields)])
  );
}

/** Which field the server's sentence is about; undefined when it names none. */
export function fieldOfMessage(message: string): FormField | undefined {
  return (['indexPattern', 'timeField', 'entityFields', 'name'] as const).find((field) =>
    new RegExp(`\\b${field}\\b`).test(message)
  );
}
