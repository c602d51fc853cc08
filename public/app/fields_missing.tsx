import { EuiButton, EuiCallOut } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';
import { useServices } from './app_services';
import { places } from './routing/places';
import { useLinks } from './routing/use_links';

/** Says which fields that the detector needs the logs no longer have, since when, and leads to where others are named. */
export function FieldsMissing({ detector, message }: { detector: Detector; message: string }) {
  const { rights } = useServices();
  const { linkTo } = useLinks();
  return (
    <EuiCallOut
      color="warning"
      iconType="warning"
      title={i18n.translate('anomalyDetector.fieldsMissing.title', {
        defaultMessage: 'The logs no longer have all the fields that the detector needs',
      })}
      data-test-subj="fieldsMissing"
    >
      <p>{message}</p>
      {rights.save && (
        <EuiButton size="s" color="warning" {...linkTo(places.edit(detector.id))}>
          {i18n.translate('anomalyDetector.fieldsMissing.edit', {
            defaultMessage: 'Edit the fields',
          })}
        </EuiButton>
      )}
    </EuiCallOut>
  );
}
