import { EuiConfirmModal, EuiLoadingSpinner, EuiText, useGeneratedHtmlId } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { KeptModel } from '../../../common/model';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { useRequest } from '../use_request';

interface Props {
  model: KeptModel;
  onConfirm: () => void;
  onClose: () => void;
}

const cancelLabel = () =>
  i18n.translate('anomalyDetector.models.cancel', { defaultMessage: 'Cancel' });

/** Asks before a model is put in use: an older one stays until another is activated. */
export function ActivateDialog({
  model,
  isNewest,
  onConfirm,
  onClose,
}: Props & { isNewest: boolean }) {
  const titleId = useGeneratedHtmlId();
  return (
    <EuiConfirmModal
      aria-labelledby={titleId}
      titleProps={{ id: titleId }}
      title={i18n.translate('anomalyDetector.models.activateTitle', {
        defaultMessage: 'Activate model {number}?',
        values: { number: model.number },
      })}
      confirmButtonText={i18n.translate('anomalyDetector.models.activate', {
        defaultMessage: 'Activate',
      })}
      cancelButtonText={cancelLabel()}
      onConfirm={onConfirm}
      onCancel={onClose}
    >
      <EuiText size="s">
        <p>
          {isNewest
            ? i18n.translate('anomalyDetector.models.activateNewest', {
                defaultMessage:
                  'The detector scores with it from the next bucket on, and with each newer model once that is trained. Recorded anomalies stay.',
              })
            : i18n.translate('anomalyDetector.models.activateOlder', {
                defaultMessage:
                  'The detector scores with it from the next bucket on, and it stays in use: newer models are trained and stored, but not used until you activate one. Recorded anomalies stay.',
              })}
        </p>
      </EuiText>
    </EuiConfirmModal>
  );
}

/** Asks before a model is deleted, and says how many anomalies refer to it. */
export function DeleteDialog({ model, onConfirm, onClose }: Props) {
  const titleId = useGeneratedHtmlId();
  const { api } = useServices();
  const details = useRequest(`model ${model.id}`, (signal) =>
    api.model(model.detectorId, model.id, signal)
  );
  const records = details.data?.records;
  return (
    <EuiConfirmModal
      aria-labelledby={titleId}
      titleProps={{ id: titleId }}
      title={i18n.translate('anomalyDetector.models.deleteTitle', {
        defaultMessage: 'Delete model {number}?',
        values: { number: model.number },
      })}
      confirmButtonText={i18n.translate('anomalyDetector.models.delete', {
        defaultMessage: 'Delete',
      })}
      cancelButtonText={cancelLabel()}
      buttonColor="danger"
      confirmButtonDisabled={details.loading}
      onConfirm={onConfirm}
      onCancel={onClose}
    >
      <EuiText size="s">
        {details.loading ? (
          <EuiLoadingSpinner size="m" />
        ) : (
          <p>
            {records === undefined || records === null
              ? i18n.translate('anomalyDetector.models.deleteUnknown', {
                  defaultMessage:
                    'It could not be found out whether anomalies refer to it. They stay; what they were scored with can no longer be looked up.',
                })
              : records === 0
                ? i18n.translate('anomalyDetector.models.deleteUnused', {
                    defaultMessage: 'No anomaly refers to it. It cannot be put back.',
                  })
                : i18n.translate('anomalyDetector.models.deleteUsed', {
                    defaultMessage:
                      '{records} {count, plural, one {anomaly was} other {anomalies were}} scored with it. They stay; what they were scored with can no longer be looked up.',
                    values: { records: formatCount(records), count: records },
                  })}
          </p>
        )}
      </EuiText>
    </EuiConfirmModal>
  );
}
