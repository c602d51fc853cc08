import { EuiButton } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../../common/detector';
import type { TimeRange } from '../time_range';
import { QuietTimesFlyout } from './quiet_times_flyout';

interface Props {
  detector: Detector;
  range: TimeRange;
  onChanged: () => void;
}

/** Opens what a detector is quiet about, and what happened beside it; readers may look. */
export function QuietTimesButton({ detector, range, onChanged }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <EuiButton size="s" iconType="bellSlash" color="text" onClick={() => setIsOpen(true)}>
        {i18n.translate('anomalyDetector.quiet.open', { defaultMessage: 'Quiet times and events' })}
      </EuiButton>
      {isOpen && (
        <QuietTimesFlyout
          detector={detector}
          range={range}
          onChanged={onChanged}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
