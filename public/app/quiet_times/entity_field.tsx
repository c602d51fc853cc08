import { EuiComboBox, EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

interface Props {
  label: string;
  /** Names that are offered; others can be typed. */
  known: readonly string[];
  entities: readonly string[];
  /** Whether no more than one can be chosen. */
  single?: boolean;
  onChange: (entities: string[]) => void;
}

/** Chooses entities; none stands for all. */
export function EntityField({ label, known, entities, single = false, onChange }: Props) {
  return (
    <EuiFormRow fullWidth label={label}>
      <EuiComboBox
        fullWidth
        aria-label={label}
        singleSelection={single ? { asPlainText: true } : false}
        placeholder={i18n.translate('anomalyDetector.quiet.allEntities', {
          defaultMessage: 'All entities',
        })}
        options={known.map((entity) => ({ label: entity }))}
        selectedOptions={entities.map((entity) => ({ label: entity }))}
        onChange={(options) => onChange(options.map((option) => option.label))}
        onCreateOption={(typed: string) => onChange([...(single ? [] : entities), typed.trim()])}
      />
    </EuiFormRow>
  );
}
