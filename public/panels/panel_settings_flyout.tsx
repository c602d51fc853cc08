import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiComboBox,
  EuiFieldNumber,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiForm,
  EuiFormRow,
  EuiSelect,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState, type FormEvent } from 'react';

import { MAX_PANEL_LANES, type PanelSettings } from '../../common/panel';
import type { PanelKind } from '../../common/panel_types';
import { RECORD_MIN_SCORE, severityBands } from '../../common/severity';
import { signalNames } from '../../common/signal';
import { useServices } from '../app/app_services';
import { useRequest } from '../app/use_request';
import { severityLabel } from '../charts/severity_label';
import { signalLabel } from '../charts/signal_label';

import { panelTitle } from './panel_kinds';

/** What the flyout changes: the panel's settings, and its title; without one it has its kind's. */
export interface PanelChoice {
  title: string;
  settings: PanelSettings;
}

interface Props {
  kind: PanelKind;
  initial: PanelChoice;
  onSave: (choice: PanelChoice) => void;
  onCancel: () => void;
}

const countLabel = (kind: PanelKind): string | undefined => {
  switch (kind) {
    case 'swimLane':
      return i18n.translate('anomalyDetector.panel.form.lanes', { defaultMessage: 'Lanes' });
    case 'table':
    case 'incidents':
      return i18n.translate('anomalyDetector.panel.form.rows', {
        defaultMessage: 'Rows on a page',
      });
    case 'timeline':
      return undefined;
  }
};

/** Asks what a panel shall show. */
export function PanelSettingsFlyout({ kind, initial, onSave, onCancel }: Props) {
  const [title, setTitle] = useState(initial.title);
  const [settings, setSettings] = useState(initial.settings);
  const [lanes, setLanes] = useState(String(initial.settings.lanes));
  const [tried, setTried] = useState(false);
  const change = (changed: Partial<PanelSettings>) => setSettings({ ...settings, ...changed });
  const lanesFault =
    Number.isInteger(Number(lanes)) && Number(lanes) >= 1 && Number(lanes) <= MAX_PANEL_LANES
      ? undefined
      : i18n.translate('anomalyDetector.panel.form.lanesFault', {
          defaultMessage: 'Give a whole number from 1 to {max}.',
          values: { max: MAX_PANEL_LANES },
        });
  const detectorFault =
    settings.detectorId === ''
      ? i18n.translate('anomalyDetector.panel.form.detectorFault', {
          defaultMessage: 'Choose the detector whose anomalies are shown.',
        })
      : undefined;
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lanesFault === undefined && detectorFault === undefined) {
      onSave({ title: title.trim(), settings: { ...settings, lanes: Number(lanes) } });
    }
  };
  const numberLabel = countLabel(kind);

  return (
    <>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2 id="anomalyDetectorPanelSettings">{panelTitle(kind)}</h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        <EuiForm
          id="anomalyDetectorPanelForm"
          component="form"
          onSubmit={save}
          data-test-subj="anomalyDetectorPanelForm"
        >
          <EuiFormRow
            label={i18n.translate('anomalyDetector.panel.form.title', { defaultMessage: 'Title' })}
          >
            <EuiFieldText
              value={title}
              placeholder={panelTitle(kind)}
              onChange={(event) => setTitle(event.target.value)}
            />
          </EuiFormRow>
          <DetectorField
            settings={settings}
            fault={tried ? detectorFault : undefined}
            onChange={change}
          />
          <EntitiesField kind={kind} settings={settings} onChange={change} />
          <EuiFormRow
            label={i18n.translate('anomalyDetector.panel.form.severity', {
              defaultMessage: 'Lowest severity',
            })}
          >
            <EuiSelect
              options={severityBands
                .filter(({ minScore }) => minScore >= RECORD_MIN_SCORE)
                .map(({ severity, minScore }) => ({
                  value: minScore,
                  text: i18n.translate('anomalyDetector.table.severityOrWorse', {
                    defaultMessage: '{severity} or worse',
                    values: { severity: severityLabel(severity) },
                  }),
                }))}
              value={settings.minScore}
              onChange={(event) => change({ minScore: Number(event.target.value) })}
              data-test-subj="anomalyDetectorPanelSeverity"
            />
          </EuiFormRow>
          <SignalsField settings={settings} onChange={change} />
          {numberLabel !== undefined && (
            <EuiFormRow label={numberLabel} isInvalid={lanesFault !== undefined} error={lanesFault}>
              <EuiFieldNumber
                value={lanes}
                min={1}
                max={MAX_PANEL_LANES}
                isInvalid={lanesFault !== undefined}
                onChange={(event) => setLanes(event.target.value)}
              />
            </EuiFormRow>
          )}
        </EuiForm>
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={onCancel}>
              {i18n.translate('anomalyDetector.panel.form.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton
              fill
              type="submit"
              form="anomalyDetectorPanelForm"
              data-test-subj="anomalyDetectorPanelSave"
            >
              {i18n.translate('anomalyDetector.panel.form.save', { defaultMessage: 'Save' })}
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </>
  );
}

interface FieldProps {
  settings: PanelSettings;
  onChange: (changed: Partial<PanelSettings>) => void;
}

function DetectorField({ settings, fault, onChange }: FieldProps & { fault?: string }) {
  const { api } = useServices();
  const found = useRequest('detectors', (signal) => api.detectors(signal));
  const options = (found.data?.detectors ?? []).map(({ id, settings: { name } }) => ({
    value: id,
    text: name,
  }));
  const isGone =
    found.data !== undefined &&
    settings.detectorId !== '' &&
    options.every(({ value }) => value !== settings.detectorId);
  return (
    <>
      {found.error && (
        <EuiCallOut
          size="s"
          color="danger"
          title={i18n.translate('anomalyDetector.panel.form.detectorsError', {
            defaultMessage: 'The detectors could not be read: {message}',
            values: { message: found.error.message },
          })}
        />
      )}
      <EuiFormRow
        label={i18n.translate('anomalyDetector.panel.form.detector', {
          defaultMessage: 'Detector',
        })}
        isInvalid={fault !== undefined || isGone}
        error={
          fault ??
          (isGone
            ? i18n.translate('anomalyDetector.panel.form.gone', {
                defaultMessage: 'The detector chosen before is not in this space. Choose another.',
              })
            : undefined)
        }
      >
        <EuiSelect
          isLoading={found.loading}
          isInvalid={fault !== undefined || isGone}
          hasNoInitialSelection={settings.detectorId === '' || isGone}
          options={options}
          value={isGone ? '' : settings.detectorId}
          onChange={({ target: { value } }) =>
            onChange({
              detectorId: value,
              detectorName: options.find((each) => each.value === value)?.text ?? '',
              entities: [],
            })
          }
          data-test-subj="anomalyDetectorPanelDetector"
        />
      </EuiFormRow>
    </>
  );
}

function EntitiesField({ kind, settings, onChange }: FieldProps & { kind: PanelKind }) {
  const { api } = useServices();
  const { detectorId } = settings;
  const known = useRequest(detectorId === '' ? null : detectorId, (signal) =>
    api.entities(detectorId, signal)
  );
  const isOne = kind === 'timeline';
  return (
    <EuiFormRow
      label={
        isOne
          ? i18n.translate('anomalyDetector.panel.form.entity', { defaultMessage: 'Entity' })
          : i18n.translate('anomalyDetector.panel.form.entities', { defaultMessage: 'Entities' })
      }
      helpText={
        isOne
          ? i18n.translate('anomalyDetector.panel.form.entityHelp', {
              defaultMessage:
                'Without one the entity with the worst anomaly is shown, of those that the filters of the dashboard leave.',
            })
          : i18n.translate('anomalyDetector.panel.form.entitiesHelp', {
              defaultMessage: 'Without any all entities are shown.',
            })
      }
    >
      <EuiComboBox
        isLoading={known.loading}
        singleSelection={isOne ? { asPlainText: true } : false}
        options={(known.data?.entities ?? []).map(({ entity }) => ({ label: entity }))}
        selectedOptions={settings.entities.map((label) => ({ label }))}
        onChange={(chosen) => onChange({ entities: chosen.map(({ label }) => label) })}
        // One that the model does not know, or not yet.
        onCreateOption={(label) =>
          onChange({ entities: isOne ? [label] : [...settings.entities, label] })
        }
        data-test-subj="anomalyDetectorPanelEntities"
      />
    </EuiFormRow>
  );
}

function SignalsField({ settings, onChange }: FieldProps) {
  const { api } = useServices();
  const { detectorId } = settings;
  const detector = useRequest(detectorId === '' ? null : detectorId, (signal) =>
    api.detector(detectorId, signal)
  );
  const watched = detector.data?.settings;
  const names = watched
    ? [...watched.signals, ...watched.metrics.map(({ name }) => name)]
    : [...signalNames];
  const optionOf = (name: string) => ({ label: signalLabel(name), value: name });
  return (
    <EuiFormRow
      label={i18n.translate('anomalyDetector.panel.form.signals', { defaultMessage: 'Signals' })}
      helpText={i18n.translate('anomalyDetector.panel.form.signalsHelp', {
        defaultMessage: 'Without any all signals are shown.',
      })}
    >
      <EuiComboBox
        options={names.map(optionOf)}
        selectedOptions={settings.signals.map(optionOf)}
        onChange={(chosen) => onChange({ signals: chosen.flatMap(({ value }) => value ?? []) })}
      />
    </EuiFormRow>
  );
}
