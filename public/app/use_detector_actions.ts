import { i18n } from '@kbn/i18n';
import { useState } from 'react';

import type { RangeBody, ScoreBody } from '../../common/api';
import type { Detector, DetectorSettings } from '../../common/detector';
import type { Run } from '../../common/run';
import { describeApiError } from '../api/api_error';
import { useServices } from './app_services';

export interface DetectorActions {
  /** Whether an action is on its way to the server. */
  busy: boolean;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  train: (range: RangeBody) => Promise<void>;
  score: (range: ScoreBody) => Promise<void>;
  cancel: (run: Run) => Promise<void>;
  changeSettings: (settings: DetectorSettings) => Promise<void>;
}

/** What can be done with a detector; what fails is said in a toast, in the server's words. */
export function useDetectorActions(
  { id }: Detector,
  { onChanged, onRun }: { onChanged: () => void; onRun: (run: Run) => void }
): DetectorActions {
  const { api, toasts } = useServices();
  const [busy, setBusy] = useState(false);

  async function perform<T>(action: () => Promise<T>, failure: string, done: (answer: T) => void) {
    setBusy(true);
    try {
      done(await action());
    } catch (error) {
      toasts.addDanger({ title: failure, text: describeApiError(error).message });
    } finally {
      setBusy(false);
    }
  }
  const followRun = (run: Run) => {
    onRun(run);
    onChanged();
  };

  return {
    busy,
    start: () =>
      perform(
        () => api.start(id),
        i18n.translate('anomalyDetector.action.startFailed', {
          defaultMessage: 'The detector could not be started',
        }),
        onChanged
      ),
    stop: () =>
      perform(
        () => api.stop(id),
        i18n.translate('anomalyDetector.action.stopFailed', {
          defaultMessage: 'The detector could not be stopped',
        }),
        onChanged
      ),
    train: (range) =>
      perform(
        () => api.train(id, range),
        i18n.translate('anomalyDetector.action.trainFailed', {
          defaultMessage: 'The training could not be started',
        }),
        followRun
      ),
    score: (range) =>
      perform(
        () => api.score(id, range),
        i18n.translate('anomalyDetector.action.scoreFailed', {
          defaultMessage: 'The scoring could not be started',
        }),
        followRun
      ),
    cancel: (run) =>
      perform(
        () => api.cancelRun(id, run.id),
        i18n.translate('anomalyDetector.action.cancelFailed', {
          defaultMessage: 'The run could not be cancelled',
        }),
        followRun
      ),
    changeSettings: (settings) =>
      perform(
        () => api.update(id, settings),
        i18n.translate('anomalyDetector.action.saveFailed', {
          defaultMessage: 'The settings could not be saved',
        }),
        () => {
          toasts.addSuccess(
            i18n.translate('anomalyDetector.action.saved', { defaultMessage: 'Settings saved' })
          );
          onChanged();
        }
      ),
  };
}
