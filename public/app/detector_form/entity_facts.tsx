import { EuiCallOut, EuiDescriptionList, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { LogsFound } from '../../../common/preview';
import { formatCount } from '../../charts/signal_format';

/** A field with more values than this names things rather than kinds of things: paths with ids in them, for one. */
const MANY_VALUES = 1_000;

interface Props {
  logs: LogsFound;
  maxEntities: number;
}

/** How many entities the entity fields make, with some of their values, and a warning where they are too many. */
export function EntityFacts({ logs, maxEntities }: Props) {
  const { entities, moreEntities, entityFields } = logs;
  const values = { entities: formatCount(entities) };
  return (
    <>
      <EuiText size="s">
        <p>
          {moreEntities
            ? i18n.translate('anomalyDetector.form.moreEntities', {
                defaultMessage: 'More than {entities} entities in the newest day of logs.',
                values,
              })
            : i18n.translate('anomalyDetector.form.entities', {
                defaultMessage:
                  '{count, plural, one {# entity} other {# entities}} in the newest day of logs.',
                values: { count: entities },
              })}
        </p>
      </EuiText>
      <EuiSpacer size="xs" />
      <EuiDescriptionList
        compressed
        listItems={entityFields.map((field) => ({
          title: field.field,
          description: i18n.translate('anomalyDetector.form.fieldValues', {
            defaultMessage: '{count, plural, one {# value} other {# values}}: {examples}',
            values: { count: field.values, examples: examplesOf(field) },
          }),
        }))}
      />
      <TooMany logs={logs} maxEntities={maxEntities} />
    </>
  );
}

const examplesOf = ({ examples, values }: LogsFound['entityFields'][number]): string =>
  examples.join(', ') + (values > examples.length ? ', …' : '');

function TooMany({ logs: { entities, moreEntities, entityFields }, maxEntities }: Props) {
  const raw = entityFields.find(({ values }) => values > MANY_VALUES);
  const isOver = moreEntities || entities > maxEntities;
  if (raw === undefined && !isOver) return null;
  return (
    <>
      <EuiSpacer size="s" />
      <EuiCallOut
        size="s"
        color="warning"
        iconType="warning"
        title={
          isOver
            ? i18n.translate('anomalyDetector.form.tooManyEntities', {
                defaultMessage: 'Only {most} of the entities would be watched',
                values: { most: formatCount(maxEntities) },
              })
            : i18n.translate('anomalyDetector.form.manyValues', {
                defaultMessage: 'These are very many entities',
              })
        }
      >
        <p>
          {raw === undefined
            ? i18n.translate('anomalyDetector.form.tooManyHelp', {
                defaultMessage:
                  'Those that logged last, and of these the busiest. Choose fewer entity fields, narrow the filter, or raise the limit below.',
              })
            : i18n.translate('anomalyDetector.form.rawValues', {
                defaultMessage:
                  '"{field}" has {values} values, as raw paths with ids in them have: most of them are too rare to learn anything from. Choose a field with normalised values, such as "/cart/\'{id}\'", or leave it out.',
                values: { field: raw.field, values: formatCount(raw.values) },
              })}
        </p>
      </EuiCallOut>
    </>
  );
}
