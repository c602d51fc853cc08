import { i18n } from '@kbn/i18n';

import type { DetectorStatus } from '../../common/detector';

/** What went wrong in the last runs and is not said by the detector's message already. */
export function failuresOf({ message, lastScoring, lastTraining }: DetectorStatus): string[] {
  const failures = [
    lastTraining?.error &&
      lastTraining.error !== message &&
      i18n.translate('anomalyDetector.failure.training', {
        defaultMessage: 'The last training failed: {reason}',
        values: { reason: lastTraining.error },
      }),
    lastScoring?.error &&
      lastScoring.error !== message &&
      i18n.translate('anomalyDetector.failure.scoring', {
        defaultMessage: 'The last scoring failed: {reason}',
        values: { reason: lastScoring.error },
      }),
  ];
  return failures.filter(
    (failure): failure is string => typeof failure === 'string' && failure !== ''
  );
}
