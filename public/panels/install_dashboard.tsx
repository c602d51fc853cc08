import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../common/detector';
import { describeApiError } from '../api/api_error';
import { useServices } from '../app/app_services';

/** Makes the ready dashboard of a detector where it is not there yet, and opens it. */
export function InstallDashboard({ detector }: { detector: Pick<Detector, 'id'> }) {
  const { api, toasts, rights, openDashboard } = useServices();
  const [working, setWorking] = useState(false);
  if (!rights.save || !openDashboard) return null;
  const install = async () => {
    setWorking(true);
    try {
      await openDashboard((await api.installDashboard(detector.id)).path);
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.dashboard.error', {
          defaultMessage: 'The dashboard could not be made',
        }),
        text: describeApiError(error).message,
      });
    } finally {
      setWorking(false);
    }
  };
  return (
    <EuiButtonEmpty
      size="s"
      iconType="dashboardApp"
      isLoading={working}
      onClick={() => void install()}
      data-test-subj="anomalyDetectorDashboard"
    >
      {i18n.translate('anomalyDetector.dashboard.open', { defaultMessage: 'Dashboard' })}
    </EuiButtonEmpty>
  );
}
