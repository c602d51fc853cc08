import { EuiConfirmModal, EuiSpacer, EuiSwitch, useGeneratedHtmlId } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../../common/detector';

interface Props {
  detectors: Detector[];
  onCancel: () => void;
  onConfirm: (keepRecords: boolean) => void;
}

/** Asks before anything is deleted, and what is to become of the anomalies found. */
export function DeleteModal({ detectors, onCancel, onConfirm }: Props) {
  const titleId = useGeneratedHtmlId();
  const [keepRecords, setKeepRecords] = useState(false);
  return (
    <EuiConfirmModal
      aria-labelledby={titleId}
      titleProps={{ id: titleId }}
      title={i18n.translate('anomalyDetector.delete.title', {
        defaultMessage: 'Delete {count, plural, one {# detector} other {# detectors}}?',
        values: { count: detectors.length },
      })}
      onCancel={onCancel}
      onConfirm={() => onConfirm(keepRecords)}
      cancelButtonText={i18n.translate('anomalyDetector.modal.cancel', {
        defaultMessage: 'Cancel',
      })}
      confirmButtonText={i18n.translate('anomalyDetector.delete.confirm', {
        defaultMessage: 'Delete',
      })}
      buttonColor="danger"
    >
      <p>
        {i18n.translate('anomalyDetector.delete.body', {
          defaultMessage:
            '{names}: what was learned and counted is deleted too, and cannot be brought back. The logs stay.',
          values: { names: detectors.map(({ settings }) => `"${settings.name}"`).join(', ') },
        })}
      </p>
      <EuiSpacer size="m" />
      <EuiSwitch
        label={i18n.translate('anomalyDetector.delete.keepRecords', {
          defaultMessage: 'Keep the anomalies that were found',
        })}
        checked={keepRecords}
        onChange={(event) => setKeepRecords(event.target.checked)}
      />
    </EuiConfirmModal>
  );
}
