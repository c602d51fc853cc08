import {
  EuiBasicTable,
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFilePicker,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiProgress,
  EuiSpacer,
  EuiSwitch,
  EuiText,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { ImportOutcome } from '../../../common/transfer';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';
import { readDetectorFile, type DetectorFile } from './detector_file';

interface Props {
  onClose: () => void;
  /** Detectors were made, or have other settings. */
  onChanged: () => void;
}

const outcomeLabel = (outcome: ImportOutcome['outcome']): string =>
  ({
    created: i18n.translate('anomalyDetector.import.created', {
      defaultMessage: 'Created, and stopped until you start it',
    }),
    replaced: i18n.translate('anomalyDetector.import.replaced', {
      defaultMessage: 'Has the settings of the file now',
    }),
    unchanged: i18n.translate('anomalyDetector.import.unchanged', {
      defaultMessage: 'Was there already, with the same settings',
    }),
    conflict: i18n.translate('anomalyDetector.import.conflict', {
      defaultMessage: 'Left as it is: a detector of this name has other settings',
    }),
    failed: i18n.translate('anomalyDetector.import.failed', {
      defaultMessage: 'Not imported',
    }),
  })[outcome];

/** Takes detectors of a file over, one after the other, and says of each what became of it. */
export function ImportModal({ onClose, onChanged }: Props) {
  const { api } = useServices();
  const titleId = useGeneratedHtmlId();
  const [file, setFile] = useState<DetectorFile>();
  const [fault, setFault] = useState<string>();
  const [overwrite, setOverwrite] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<ImportOutcome[]>([]);

  const choose = async (chosen: File | undefined) => {
    setFile(undefined);
    setFault(undefined);
    if (chosen === undefined) return;
    const read = await readDetectorFile(chosen);
    if ('fault' in read) setFault(read.fault);
    else setFile(read);
  };

  const takeOver = async ({ detectors, ...header }: DetectorFile) => {
    setBusy(true);
    const done: ImportOutcome[] = [];
    try {
      for (const detector of detectors) {
        // One at a time: each takes a second or more.
        const one = { ...header, detectors: [detector] };
        done.push(...(await api.importDetectors(one, { overwrite })).detectors);
        setOutcomes([...done]);
      }
    } catch (error) {
      setFault(describeApiError(error).message);
    }
    setBusy(false);
    onChanged();
  };

  const isDone = outcomes.length > 0 && !busy;
  return (
    <EuiModal aria-labelledby={titleId} onClose={() => !busy && onClose()}>
      <EuiModalHeader>
        <EuiModalHeaderTitle id={titleId}>
          {i18n.translate('anomalyDetector.import.title', { defaultMessage: 'Import detectors' })}
        </EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        {outcomes.length === 0 && (
          <>
            <EuiText size="s">
              <p>
                {i18n.translate('anomalyDetector.import.body', {
                  defaultMessage:
                    'A file of exported detectors holds their settings and quiet times, without keys and models. Each runs with your rights and learns from the logs here.',
                })}
              </p>
            </EuiText>
            <EuiSpacer size="m" />
            <EuiFormRow
              fullWidth
              label={i18n.translate('anomalyDetector.import.file', { defaultMessage: 'File' })}
              isInvalid={fault !== undefined}
              error={fault}
            >
              <EuiFilePicker
                fullWidth
                accept=".json,application/json"
                display="default"
                isInvalid={fault !== undefined}
                disabled={busy}
                onChange={(files) => void choose(files?.[0])}
                data-test-subj="importFile"
              />
            </EuiFormRow>
            <EuiFormRow fullWidth>
              <EuiSwitch
                label={i18n.translate('anomalyDetector.import.overwrite', {
                  defaultMessage: 'Give detectors of the same name the settings of the file',
                })}
                checked={overwrite}
                disabled={busy}
                onChange={({ target }) => setOverwrite(target.checked)}
              />
            </EuiFormRow>
          </>
        )}
        {busy && file && (
          <EuiProgress
            size="s"
            value={outcomes.length}
            max={file.detectors.length}
            aria-label={i18n.translate('anomalyDetector.import.progress', {
              defaultMessage: 'Detectors that were taken over',
            })}
          />
        )}
        {outcomes.length > 0 && (
          <>
            <EuiBasicTable
              tableCaption={i18n.translate('anomalyDetector.import.outcomes', {
                defaultMessage: 'What became of the detectors of the file',
              })}
              items={outcomes}
              columns={[
                {
                  name: i18n.translate('anomalyDetector.detectors.name', {
                    defaultMessage: 'Name',
                  }),
                  field: 'name',
                },
                {
                  name: i18n.translate('anomalyDetector.schedule.outcome', {
                    defaultMessage: 'Outcome',
                  }),
                  render: ({ outcome, message }: ImportOutcome) =>
                    // Of a conflict the server tells how its API overwrites; the switch above is there for that.
                    message === null || (outcome === 'conflict' && !overwrite)
                      ? outcomeLabel(outcome)
                      : message,
                },
              ]}
            />
            {fault !== undefined && (
              <>
                <EuiSpacer size="m" />
                <EuiCallOut size="s" color="danger" iconType="error" role="alert" title={fault} />
              </>
            )}
          </>
        )}
      </EuiModalBody>
      <EuiModalFooter>
        {isDone ? (
          <EuiButton fill onClick={onClose}>
            {i18n.translate('anomalyDetector.import.close', { defaultMessage: 'Close' })}
          </EuiButton>
        ) : (
          <>
            <EuiButtonEmpty onClick={onClose} isDisabled={busy}>
              {i18n.translate('anomalyDetector.modal.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
            <EuiButton
              fill
              isLoading={busy}
              isDisabled={file === undefined}
              onClick={() => file && void takeOver(file)}
              data-test-subj="importConfirm"
            >
              {i18n.translate('anomalyDetector.import.confirm', { defaultMessage: 'Import' })}
            </EuiButton>
          </>
        )}
      </EuiModalFooter>
    </EuiModal>
  );
}
