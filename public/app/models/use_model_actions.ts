import { i18n } from '@kbn/i18n';
import { useState } from 'react';

import type { KeptModel } from '../../../common/model';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';

export interface ModelActions {
  /** Whether an action is on its way to the server. */
  busy: boolean;
  activate: (model: KeptModel) => Promise<void>;
  pin: (model: KeptModel) => Promise<void>;
  unpin: (model: KeptModel) => Promise<void>;
  delete: (model: KeptModel) => Promise<void>;
}

/** What can be done with a model; what fails is said in a toast, in the server's words. */
export function useModelActions(onChanged: () => void): ModelActions {
  const { api, toasts } = useServices();
  const [busy, setBusy] = useState(false);

  async function perform(action: () => Promise<unknown>, done: string, failure: string) {
    setBusy(true);
    try {
      await action();
      toasts.addSuccess(done);
      onChanged();
    } catch (error) {
      toasts.addDanger({ title: failure, text: describeApiError(error).message });
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    activate: ({ detectorId, id, number }) =>
      perform(
        () => api.activateModel(detectorId, id),
        i18n.translate('anomalyDetector.models.activated', {
          defaultMessage: 'Model {number} is in use',
          values: { number },
        }),
        i18n.translate('anomalyDetector.models.activateFailed', {
          defaultMessage: 'The model could not be activated',
        })
      ),
    pin: ({ detectorId, id, number }) =>
      perform(
        () => api.pinModel(detectorId, id),
        i18n.translate('anomalyDetector.models.pinDone', {
          defaultMessage: 'Model {number} is kept until it is unpinned',
          values: { number },
        }),
        i18n.translate('anomalyDetector.models.pinFailed', {
          defaultMessage: 'The model could not be pinned',
        })
      ),
    unpin: ({ detectorId, id, number }) =>
      perform(
        () => api.unpinModel(detectorId, id),
        i18n.translate('anomalyDetector.models.unpinDone', {
          defaultMessage: 'Model {number} is no longer pinned',
          values: { number },
        }),
        i18n.translate('anomalyDetector.models.unpinFailed', {
          defaultMessage: 'The model could not be unpinned',
        })
      ),
    delete: ({ detectorId, id, number }) =>
      perform(
        // Whoever confirmed it was told what becomes of the records.
        () => api.deleteModel(detectorId, id, { force: 'true' }),
        i18n.translate('anomalyDetector.models.deleted', {
          defaultMessage: 'Model {number} is deleted',
          values: { number },
        }),
        i18n.translate('anomalyDetector.models.deleteFailed', {
          defaultMessage: 'The model could not be deleted',
        })
      ),
  };
}
