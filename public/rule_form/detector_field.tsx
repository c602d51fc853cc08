import { EuiComboBox, EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';

interface Props {
  /** Absent until they are known. */
  detectors: Detector[] | undefined;
  /** Their ids. */
  chosen: string[];
  error: string | undefined;
  onChange: (ids: string[]) => void;
}

/** Chooses detectors; none stands for all. One that is gone is shown by its id, so that it can be taken out. */
export function DetectorField({ detectors, chosen, error, onChange }: Props) {
  const nameOf = (id: string) => detectors?.find((each) => each.id === id)?.settings.name ?? id;
  return (
    <EuiFormRow
      fullWidth
      label={i18n.translate('anomalyDetector.rule.form.detectors', { defaultMessage: 'Detectors' })}
      isInvalid={error !== undefined}
      error={error}
    >
      <EuiComboBox
        fullWidth
        data-test-subj="anomalyRuleDetectors"
        isLoading={!detectors}
        placeholder={i18n.translate('anomalyDetector.rule.form.allDetectors', {
          defaultMessage: 'All detectors of this space',
        })}
        options={(detectors ?? []).map(({ id, settings }) => ({ label: settings.name, value: id }))}
        selectedOptions={chosen.map((id) => ({ label: nameOf(id), value: id }))}
        onChange={(options) => onChange(options.map(({ value, label }) => value ?? label))}
      />
    </EuiFormRow>
  );
}
