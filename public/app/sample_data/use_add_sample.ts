import { i18n } from '@kbn/i18n';
import { useState } from 'react';

import type { SampleDataResponse } from '../../../common/sample_data';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';

interface AddSample {
  isAdding: boolean;
  /** Adds sample logs with known incidents, a detector of them and, where there are dashboards, its dashboard. */
  add: () => Promise<void>;
}

/** @param onAdded called with the sample's detector, which is being scored */
export function useAddSample(onAdded: (added: SampleDataResponse) => void): AddSample {
  const { api, timeFormat, toasts, openDashboard } = useServices();
  const [isAdding, setAdding] = useState(false);

  const addDashboard = async (detectorId: string) => {
    try {
      await api.installDashboard(detectorId);
    } catch (error) {
      // The logs and what is found in them are there all the same.
      toasts.addWarning({
        title: i18n.translate('anomalyDetector.sampleData.noDashboard', {
          defaultMessage: 'The sample API logs are there, their dashboard is not',
        }),
        text: describeApiError(error).message,
      });
    }
  };
  const add = async () => {
    setAdding(true);
    try {
      const added = await api.addSampleData(timeFormat.timeZone);
      if (openDashboard) await addDashboard(added.detector.id);
      onAdded(added);
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.sampleData.failed', {
          defaultMessage: 'The sample API logs could not be added',
        }),
        text: describeApiError(error).message,
      });
      setAdding(false);
    }
  };
  return { isAdding, add };
}
