import { i18n } from '@kbn/i18n';
import { isLeft } from 'fp-ts/lib/Either';

import { detectorSettingsCodec } from '../../common/detector';

/** What the form asks for; the rest of a detector's settings takes its defaults. */
export interface FormFields {
  name: string;
  indexPattern: string;
  timeField: string;
  entityFields: string[];
}

export type FormFaults = Partial<Record<keyof FormFields, string>>;

const isFormField = (key: string): key is keyof FormFields =>
  ['name', 'indexPattern', 'timeField', 'entityFields'].includes(key);

function faultOf(field: keyof FormFields, fields: FormFields): string {
  const sentences: Record<keyof FormFields, string> = {
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
    fault.context.map((entry) => entry.key).find(isFormField)
  );
  return Object.fromEntries(
    keys
      .filter((key): key is keyof FormFields => key !== undefined)
      .map((key) => [key, faultOf(key, fields)])
  );
}

/** Which field the server's sentence is about; undefined when it names none. */
export function fieldOfMessage(message: string): keyof FormFields | undefined {
  return (['indexPattern', 'timeField', 'entityFields', 'name'] as const).find((field) =>
    new RegExp(`\\b${field}\\b`).test(message)
  );
}
