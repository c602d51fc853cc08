import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { SampleDataResponse } from '../../../common/sample_data';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';
import { icons } from '../icons';

interface Props {
  /** Called with the sample's detector, which is being scored. */
  onAdded: (added: SampleDataResponse) => void;
}

/** Adds sample logs with known incidents and a detector of them; nothing for users who may not. */
export function SampleDataButton({ onAdded }: Props) {
  const { api, rights, timeFormat, toasts } = useServices();
  const [isAdding, setAdding] = useState(false);
  if (!rights.save) return null;

  const add = async () => {
    setAdding(true);
    try {
      onAdded(await api.addSampleData(timeFormat.timeZone));
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

  return (
    <EuiButtonEmpty
      iconType={icons.sample}
      isLoading={isAdding}
      onClick={() => void add()}
      data-test-subj="anomalyDetectorAddSampleData"
    >
      {isAdding
        ? i18n.translate('anomalyDetector.sampleData.adding', {
            defaultMessage: 'Adding sample API logs',
          })
        : i18n.translate('anomalyDetector.sampleData.add', {
            defaultMessage: 'Try it with sample API logs',
          })}
    </EuiButtonEmpty>
  );
}
