import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { SAMPLE_INDEX } from '../../../common/sample_data';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';
import { useDetectors } from '../use_detectors';

/**
 * Removes the sample logs with their detector, what it found and its dashboard. As with Kibana's own sample data nobody is asked
 * first: all of it can be made again. Nothing where there is no such detector in this space, or the user may not.
 */
export function RemoveSampleButton() {
  const { api, rights, toasts } = useServices();
  const [removals, setRemovals] = useState(0);
  const [isRemoving, setRemoving] = useState(false);
  const { data } = useDetectors(removals);
  const isThere = data?.detectors.some(({ settings }) => settings.indexPattern === SAMPLE_INDEX);
  if (!rights.save || !isThere) return null;

  const remove = async () => {
    setRemoving(true);
    try {
      await api.removeSampleData();
      toasts.addSuccess({
        title: i18n.translate('anomalyDetector.sampleData.removed', {
          defaultMessage: 'The sample API logs were removed, with their detector and its dashboard',
        }),
      });
      setRemovals((count) => count + 1);
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.sampleData.notRemoved', {
          defaultMessage: 'The sample API logs could not be removed',
        }),
        text: describeApiError(error).message,
      });
    } finally {
      setRemoving(false);
    }
  };
  return (
    <EuiButtonEmpty
      color="danger"
      iconType="trash"
      isLoading={isRemoving}
      onClick={() => void remove()}
      data-test-subj="anomalyDetectorRemoveSampleData"
    >
      {i18n.translate('anomalyDetector.sampleData.remove', {
        defaultMessage: 'Remove the sample API logs',
      })}
    </EuiButtonEmpty>
  );
}
