import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo } from 'react';

import type { Detector } from '../../../common/detector';
import { QuietTimesButton } from '../quiet_times/quiet_times_button';
import { FormSection } from './form_section';

const DAY_MS = 86_400_000;

/** The way to calendars and mutes, which a detector has once it is saved. */
export function QuietTimesSection({ detector }: { detector: Detector | undefined }) {
  const range = useMemo(() => ({ from: Date.now() - DAY_MS, to: Date.now() }), []);
  return (
    <FormSection
      title={i18n.translate('anomalyDetector.form.calendars', { defaultMessage: 'Calendars' })}
    >
      {detector ? (
        <QuietTimesButton detector={detector} range={range} onChanged={() => {}} />
      ) : (
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.form.calendarsLater', {
              defaultMessage:
                'Holidays, maintenance and other times that are no alarm are given once the detector is created, under "Quiet times and events" on its page.',
            })}
          </p>
        </EuiText>
      )}
    </FormSection>
  );
}
