import { EuiCallOut } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import { ReauthoriseButton } from './reauthorise_button';

interface Props {
  detector: Detector;
  /** Whose rights are missing, on which index, and what to do. */
  message: string;
  onChanged: () => void;
}

/** Says that the detector's rights are gone or do not suffice, with the way out. */
export function NotAuthorised({ detector, message, onChanged }: Props) {
  return (
    <EuiCallOut
      color="danger"
      iconType="lock"
      title={i18n.translate('anomalyDetector.access.notAuthorised', {
        defaultMessage: 'The detector lacks the rights to do its work',
      })}
      data-test-subj="anomalyDetectorNotAuthorised"
    >
      <p>{message}</p>
      <ReauthoriseButton detector={detector} onChanged={onChanged} color="danger" />
    </EuiCallOut>
  );
}
