import { i18n } from '@kbn/i18n';

interface Variable {
  name: string;
  description: string;
}

/** The values that templates of actions can take, as `{{context.<name>}}`. */
export const anomalyContextVariables = (): Variable[] => [
  {
    name: 'message',
    description: i18n.translate('anomalyDetector.rule.variable.message', {
      defaultMessage:
        'What happened in a sentence, when it began, and when it is over, how long it lasted.',
    }),
  },
  {
    name: 'entity',
    description: i18n.translate('anomalyDetector.rule.variable.entity', {
      defaultMessage: 'The service, or service and endpoint, such as "checkout | POST /pay".',
    }),
  },
  {
    name: 'entityFields',
    description: i18n.translate('anomalyDetector.rule.variable.entityFields', {
      defaultMessage: 'Its fields with their values, such as "service.name: checkout".',
    }),
  },
  {
    name: 'fields',
    description: i18n.translate('anomalyDetector.rule.variable.fields', {
      defaultMessage: 'The same one by one: "fields.service.name" is "checkout".',
    }),
  },
  {
    name: 'detectorName',
    description: i18n.translate('anomalyDetector.rule.variable.detectorName', {
      defaultMessage: 'Name of the detector.',
    }),
  },
  {
    name: 'detectorId',
    description: i18n.translate('anomalyDetector.rule.variable.detectorId', {
      defaultMessage: 'Id of the detector.',
    }),
  },
  {
    name: 'severity',
    description: i18n.translate('anomalyDetector.rule.variable.severity', {
      defaultMessage: 'Severity of the worst bucket so far: minor, major or critical.',
    }),
  },
  {
    name: 'score',
    description: i18n.translate('anomalyDetector.rule.variable.score', {
      defaultMessage: 'Its score, up to 100.',
    }),
  },
  {
    name: 'signal',
    description: i18n.translate('anomalyDetector.rule.variable.signal', {
      defaultMessage: 'The signal that stands out most in it, such as "latency_p95".',
    }),
  },
  {
    name: 'direction',
    description: i18n.translate('anomalyDetector.rule.variable.direction', {
      defaultMessage: 'Whether that is "high" or "low".',
    }),
  },
  {
    name: 'actual',
    description: i18n.translate('anomalyDetector.rule.variable.actual', {
      defaultMessage:
        'Its value: milliseconds, a share of 1, requests in the bucket, or the metric.',
    }),
  },
  {
    name: 'typical',
    description: i18n.translate('anomalyDetector.rule.variable.typical', {
      defaultMessage: 'What is typical at that time of the week.',
    }),
  },
  {
    name: 'factor',
    description: i18n.translate('anomalyDetector.rule.variable.factor', {
      defaultMessage: 'How many times the typical value it is.',
    }),
  },
  {
    name: 'description',
    description: i18n.translate('anomalyDetector.rule.variable.description', {
      defaultMessage: 'Value and typical value in words.',
    }),
  },
  {
    name: 'start',
    description: i18n.translate('anomalyDetector.rule.variable.start', {
      defaultMessage: 'When the incident began.',
    }),
  },
  {
    name: 'end',
    description: i18n.translate('anomalyDetector.rule.variable.end', {
      defaultMessage: 'When its last bucket so far ended.',
    }),
  },
  {
    name: 'duration',
    description: i18n.translate('anomalyDetector.rule.variable.duration', {
      defaultMessage: 'How long that is, such as "35 min".',
    }),
  },
  {
    name: 'durationMinutes',
    description: i18n.translate('anomalyDetector.rule.variable.durationMinutes', {
      defaultMessage: 'The same in minutes.',
    }),
  },
  {
    name: 'buckets',
    description: i18n.translate('anomalyDetector.rule.variable.buckets', {
      defaultMessage: 'How many of its buckets count for the rule.',
    }),
  },
  {
    name: 'isInterim',
    description: i18n.translate('anomalyDetector.rule.variable.isInterim', {
      defaultMessage: 'Whether the worst bucket has not ended yet.',
    }),
  },
  {
    name: 'affectedEntities',
    description: i18n.translate('anomalyDetector.rule.variable.affectedEntities', {
      defaultMessage: 'How many entities of the detector the rule alerts of now.',
    }),
  },
  {
    name: 'incidentId',
    description: i18n.translate('anomalyDetector.rule.variable.incidentId', {
      defaultMessage: 'Id of the incident, which its records hold in "incident_id".',
    }),
  },
  {
    name: 'appUrl',
    description: i18n.translate('anomalyDetector.rule.variable.appUrl', {
      defaultMessage: 'Link to the entity in Anomaly Detector.',
    }),
  },
  {
    name: 'logsUrl',
    description: i18n.translate('anomalyDetector.rule.variable.logsUrl', {
      defaultMessage: 'Link to the logs of the worst bucket in Discover.',
    }),
  },
];
