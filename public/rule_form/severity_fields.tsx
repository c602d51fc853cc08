import { EuiFieldNumber, EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { RULE_MIN_SCORE } from '../../common/anomaly_rule';
import { severityBands } from '../../common/severity';
import { severityLabel } from '../charts/severity_label';

const bands = severityBands.filter(({ minScore }) => minScore >= RULE_MIN_SCORE);

interface Props {
  minScore: number | undefined;
  error: string | undefined;
  onChange: (minScore: number) => void;
}

/** Chooses the least severity, or the least score, that is alerted of. */
export function SeverityFields({ minScore, error, onChange }: Props) {
  const band = bands.find((each) => each.minScore === minScore);
  const [byScore, setByScore] = useState(band === undefined && minScore !== undefined);
  return (
    <EuiFlexGroup gutterSize="m">
      <EuiFlexItem>
        <EuiFormRow
          fullWidth
          label={i18n.translate('anomalyDetector.rule.form.severity', {
            defaultMessage: 'Severity',
          })}
        >
          <EuiSelect
            fullWidth
            data-test-subj="anomalyRuleSeverity"
            value={byScore ? 'score' : (band?.severity ?? 'score')}
            options={[
              ...bands.map(({ severity }, index) => ({
                value: severity,
                text:
                  index === bands.length - 1
                    ? severityLabel(severity)
                    : i18n.translate('anomalyDetector.rule.form.severityAndMore', {
                        defaultMessage: '{severity} and more',
                        values: { severity: severityLabel(severity) },
                      }),
              })),
              {
                value: 'score',
                text: i18n.translate('anomalyDetector.rule.form.byScore', {
                  defaultMessage: 'By score',
                }),
              },
            ]}
            onChange={({ target }) => {
              const chosen = bands.find(({ severity }) => severity === target.value);
              setByScore(!chosen);
              if (chosen) onChange(chosen.minScore);
            }}
          />
        </EuiFormRow>
      </EuiFlexItem>
      {(byScore || !band) && (
        <EuiFlexItem>
          <EuiFormRow
            fullWidth
            label={i18n.translate('anomalyDetector.rule.form.minScore', {
              defaultMessage: 'Least score',
            })}
            isInvalid={error !== undefined}
            error={error}
          >
            <EuiFieldNumber
              fullWidth
              min={RULE_MIN_SCORE}
              max={100}
              step={1}
              value={minScore ?? ''}
              isInvalid={error !== undefined}
              onChange={({ target }) => onChange(target.valueAsNumber)}
            />
          </EuiFormRow>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}
