import {
  EuiComboBox,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { DetectorSettings } from '../../../common/detector';
import type { LogsDescription } from '../../../common/preview';
import { MissingPrivileges } from '../access/missing_privileges';
import { DataViewField } from './data_view_field';
import { EntityFacts } from './entity_facts';
import type { SectionProps } from './form_faults';
import { FormSection } from './form_section';
import { LogFacts } from './log_facts';
import { memoSection } from './memo_section';
import { settingName } from '../setting_names';

interface Props extends SectionProps {
  /** What is known of the logs; undefined before anything is. */
  described: LogsDescription | undefined;
  loading: boolean;
}

function DataSectionFields({ settings, faults, onChange, described, loading }: Props) {
  const row = (place: string, label: string, helpText?: string) => ({
    label,
    helpText,
    isInvalid: faults[place] !== undefined,
    error: faults[place],
    fullWidth: true,
  });
  const { timeField, entityFields, filter } = settings;
  const options = (names: readonly string[] = []) => names.map((label) => ({ label }));
  return (
    <FormSection
      title={i18n.translate('anomalyDetector.form.data', { defaultMessage: 'Data' })}
      help={i18n.translate('anomalyDetector.form.dataHelp', {
        defaultMessage: 'Where the logs are, one document for each request.',
      })}
    >
      <DataViewField settings={settings} onChange={onChange} />
      <EuiFormRow
        {...row(
          'indexPattern',
          settingName('indexPattern'),
          i18n.translate('anomalyDetector.form.indexPatternHelp', {
            defaultMessage: 'Names or patterns of indices, separated by commas.',
          })
        )}
      >
        <EuiFieldText
          fullWidth
          name="indexPattern"
          isLoading={loading}
          isInvalid={faults.indexPattern !== undefined}
          value={settings.indexPattern}
          onChange={({ target }) => onChange({ indexPattern: target.value })}
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      <MissingPrivileges indexPattern={settings.indexPattern} />
      <EuiFormRow {...row('timeField', settingName('timeField'))}>
        <EuiComboBox
          fullWidth
          aria-label={settingName('timeField')}
          singleSelection={{ asPlainText: true }}
          isClearable={false}
          isInvalid={faults.timeField !== undefined}
          options={options(described?.mapped.dates)}
          selectedOptions={timeField === '' ? [] : [{ label: timeField }]}
          onCreateOption={(name: string) => onChange({ timeField: name.trim() })}
          onChange={([chosen]) => onChange({ timeField: chosen?.label ?? '' })}
        />
      </EuiFormRow>
      <FilterField row={row('filter', settingName('filter'))} filter={filter} onChange={onChange} />
      <EuiFormRow
        {...row(
          'entityFields',
          settingName('entityFields'),
          i18n.translate('anomalyDetector.form.entityFieldsHelp', {
            defaultMessage: 'Each combination of their values is watched by itself.',
          })
        )}
      >
        <EuiComboBox
          fullWidth
          aria-label={settingName('entityFields')}
          isInvalid={faults.entityFields !== undefined}
          options={options(described?.mapped.groups)}
          selectedOptions={options(entityFields)}
          onCreateOption={(name: string) =>
            onChange({ entityFields: [...entityFields, name.trim()] })
          }
          onChange={(chosen) => onChange({ entityFields: chosen.map(({ label }) => label) })}
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      {described?.logs && (
        <>
          <EntityFacts logs={described.logs} maxEntities={settings.maxEntities} />
          <EuiSpacer size="s" />
          <LogFacts logs={described.logs} notices={described.notices} />
        </>
      )}
    </FormSection>
  );
}

function FilterField({
  row,
  filter,
  onChange,
}: {
  row: { isInvalid: boolean; label: string };
  filter: DetectorSettings['filter'];
  onChange: Props['onChange'];
}) {
  return (
    <EuiFormRow {...row}>
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem grow={false} style={{ width: 112 }}>
          <EuiSelect
            fullWidth
            aria-label={i18n.translate('anomalyDetector.form.filterLanguage', {
              defaultMessage: 'Language of the filter',
            })}
            options={[
              {
                value: 'kuery',
                text: i18n.translate('anomalyDetector.form.kql', { defaultMessage: 'KQL' }),
              },
              {
                value: 'lucene',
                text: i18n.translate('anomalyDetector.form.lucene', { defaultMessage: 'Lucene' }),
              },
            ]}
            value={filter.language}
            onChange={({ target }) =>
              onChange({
                filter: {
                  ...filter,
                  language: target.value === 'lucene' ? 'lucene' : 'kuery',
                },
              })
            }
          />
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFieldText
            fullWidth
            name="filter"
            aria-label={row.label}
            isInvalid={row.isInvalid}
            value={filter.query}
            placeholder={i18n.translate('anomalyDetector.form.filterPlaceholder', {
              defaultMessage: 'All logs of the pattern',
            })}
            onChange={({ target }) => onChange({ filter: { ...filter, query: target.value } })}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
    </EuiFormRow>
  );
}

/** Which logs are watched, and what each of their entities is. */
export const DataSection = memoSection(DataSectionFields, [
  'indexPattern',
  'timeField',
  'filter',
  'entityFields',
  'maxEntities',
]);
