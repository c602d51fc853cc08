import { EuiButton, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../../common/detector';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';

interface Props {
  detector: Detector;
  /** The detector has another owner and key. */
  onChanged: () => void;
  color?: 'primary' | 'danger';
}

/** Gives the detector a new key of the user who clicks. Shown to those who may change detectors, where security is on. */
export function ReauthoriseButton({ detector, onChanged, color = 'primary' }: Props) {
  const { api, rights, toasts } = useServices();
  const [busy, setBusy] = useState(false);
  if (!rights.save || detector.owner.keyKind === 'none') return null;

  const reauthorise = async () => {
    setBusy(true);
    try {
      const { owner } = await api.authorize(detector.id);
      toasts.addSuccess(
        i18n.translate('anomalyDetector.access.authorised', {
          defaultMessage: '"{name}" runs with the rights of {user} from now on',
          values: { name: detector.settings.name, user: owner.username ?? owner.keyId },
        })
      );
      onChanged();
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.access.authoriseFailed', {
          defaultMessage: 'The detector could not be re-authorised',
        }),
        text: describeApiError(error).message,
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <EuiToolTip
      content={i18n.translate('anomalyDetector.access.reauthoriseHint', {
        defaultMessage:
          'Grants a new API key with your rights, in place of the present one. You become the owner.',
      })}
    >
      <EuiButton
        size="s"
        color={color}
        iconType="key"
        isLoading={busy}
        onClick={() => void reauthorise()}
        data-test-subj="anomalyDetectorReauthorise"
      >
        {i18n.translate('anomalyDetector.access.reauthorise', { defaultMessage: 'Re-authorise' })}
      </EuiButton>
    </EuiToolTip>
  );
}
