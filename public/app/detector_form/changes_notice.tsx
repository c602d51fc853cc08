import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { DetectorSettings } from '../../../common/detector';
import { changedLearnedSettings } from '../../../common/learned_settings';
import { icons } from '../icons';
import { settingName } from '../setting_names';

interface Props {
  before: DetectorSettings;
  after: DetectorSettings;
  /** Whether the detector runs, and so learns by itself. */
  isRunning: boolean;
}

/** Says which of the changes make the detector learn anew; nothing where none does. */
export function ChangesNotice({ before, after, isRunning }: Props) {
  const changed = changedLearnedSettings(before, after);
  if (changed.length === 0) return null;
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icons.train}
        data-test-subj="changesNotice"
        title={i18n.translate('anomalyDetector.form.retraining', {
          defaultMessage: 'The detector has to learn anew',
        })}
      >
        <p>
          {i18n.translate('anomalyDetector.form.retrainingBecause', {
            defaultMessage: 'Its model does not fit any more, because of: {settings}.',
            values: { settings: changed.map(settingName).join(', ') },
          })}{' '}
          {isRunning
            ? i18n.translate('anomalyDetector.form.retrainingRuns', {
                defaultMessage: 'It does so at once when it is saved.',
              })
            : i18n.translate('anomalyDetector.form.retrainingStopped', {
                defaultMessage: 'It does so when it is started, or trained.',
              })}
        </p>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
