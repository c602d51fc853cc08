import { EuiButton, EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { SampleDataResponse } from '../../../common/sample_data';
import { useServices } from '../app_services';
import { icons } from '../icons';
import { useAddSample } from './use_add_sample';

interface Props {
  /** Called with the sample's detector, which is being scored. */
  onAdded: (added: SampleDataResponse) => void;
  /** Whether it is the one thing to do here. */
  isMain?: boolean;
}

/** Adds sample logs with known incidents and a detector of them; nothing for users who may not. */
export function SampleDataButton({ onAdded, isMain = false }: Props) {
  const { rights } = useServices();
  const { isAdding, add } = useAddSample(onAdded);
  if (!rights.save) return null;

  const Button = isMain ? EuiButton : EuiButtonEmpty;
  return (
    <Button
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
    </Button>
  );
}
