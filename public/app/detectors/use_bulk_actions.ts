import { i18n } from '@kbn/i18n';
import { useState } from 'react';

import type { Detector } from '../../../common/detector';
import type { DetectorExport } from '../../../common/transfer';
import { durationMs } from '../../../common/duration';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';
import { saveFile } from '../save_file';
import { isoRange } from '../time_range';
import { detectorFileOf } from './detector_file';

export interface BulkActions {
  busy: boolean;
  start: (detectors: Detector[]) => Promise<void>;
  stop: (detectors: Detector[]) => Promise<void>;
  train: (detectors: Detector[]) => Promise<void>;
  clone: (detector: Detector) => Promise<void>;
  /** Saves them as one file. */
  save: (detectors: Detector[]) => Promise<void>;
  remove: (detectors: Detector[], keepRecords: boolean) => Promise<void>;
}

/** As long as a detector's name may be. */
const MAX_NAME = 100;

/** What can be done with one or many detectors; a toast names each that it could not be done with, and why. */
export function useBulkActions(onChanged: () => void): BulkActions {
  const { api, toasts } = useServices();
  const [busy, setBusy] = useState(false);

  /** One after the other, so that many detectors are no burst of requests. */
  async function each(
    detectors: Detector[],
    act: (detector: Detector) => Promise<unknown>,
    said: { done: (count: number) => string; failed: (name: string) => string }
  ): Promise<void> {
    setBusy(true);
    let done = 0;
    for (const detector of detectors) {
      try {
        await act(detector);
        done++;
      } catch (error) {
        toasts.addDanger({
          title: said.failed(detector.settings.name),
          text: describeApiError(error).message,
        });
      }
    }
    if (done > 0) toasts.addSuccess(said.done(done));
    setBusy(false);
    onChanged();
  }

  return {
    busy,
    start: (detectors) =>
      each(detectors, ({ id }) => api.start(id), {
        done: (count) =>
          i18n.translate('anomalyDetector.bulk.started', {
            defaultMessage: '{count, plural, one {# detector started} other {# detectors started}}',
            values: { count },
          }),
        failed: (name) =>
          i18n.translate('anomalyDetector.bulk.startFailed', {
            defaultMessage: '"{name}" could not be started',
            values: { name },
          }),
      }),
    stop: (detectors) =>
      each(detectors, ({ id }) => api.stop(id), {
        done: (count) =>
          i18n.translate('anomalyDetector.bulk.stopped', {
            defaultMessage: '{count, plural, one {# detector stopped} other {# detectors stopped}}',
            values: { count },
          }),
        failed: (name) =>
          i18n.translate('anomalyDetector.bulk.stopFailed', {
            defaultMessage: '"{name}" could not be stopped',
            values: { name },
          }),
      }),
    train: (detectors) =>
      each(
        detectors,
        ({ id, settings }) => {
          const to = Date.now();
          return api.train(
            id,
            isoRange({ from: to - durationMs(settings.schedule.trainingWindow), to })
          );
        },
        {
          done: (count) =>
            i18n.translate('anomalyDetector.bulk.trained', {
              defaultMessage:
                '{count, plural, one {# training asked for} other {# trainings asked for}}',
              values: { count },
            }),
          failed: (name) =>
            i18n.translate('anomalyDetector.bulk.trainFailed', {
              defaultMessage: '"{name}" could not be trained',
              values: { name },
            }),
        }
      ),
    clone: (detector) =>
      each(
        [detector],
        ({ settings }) =>
          api.create({
            ...settings,
            name: i18n
              .translate('anomalyDetector.bulk.cloneName', {
                defaultMessage: 'Copy of {name}',
                values: { name: settings.name },
              })
              .slice(0, MAX_NAME),
          }),
        {
          done: () =>
            i18n.translate('anomalyDetector.bulk.cloned', {
              defaultMessage: 'Cloned; the clone is stopped until you start it',
            }),
          failed: (name) =>
            i18n.translate('anomalyDetector.bulk.cloneFailed', {
              defaultMessage: '"{name}" could not be cloned',
              values: { name },
            }),
        }
      ),
    save: async (detectors) => {
      const exports: DetectorExport[] = [];
      await each(
        detectors,
        async ({ id }) => {
          exports.push(await api.exportDetector(id));
        },
        {
          done: (count) =>
            i18n.translate('anomalyDetector.bulk.exported', {
              defaultMessage:
                '{count, plural, one {# detector exported} other {# detectors exported}}',
              values: { count },
            }),
          failed: (name) =>
            i18n.translate('anomalyDetector.bulk.exportFailed', {
              defaultMessage: '"{name}" could not be exported',
              values: { name },
            }),
        }
      );
      if (exports.length === 0) return;
      const name = detectors.length === 1 ? detectors[0].settings.name : 'detectors';
      const file = JSON.stringify(detectorFileOf(exports), null, 2);
      saveFile(`${name}.json`, 'application/json', file);
      for (const { reason } of exports.flatMap(({ broken, omitted }) => [...broken, ...omitted])) {
        toasts.addWarning(reason);
      }
    },
    remove: (detectors, keepRecords) =>
      each(detectors, ({ id }) => api.remove(id, keepRecords), {
        done: (count) =>
          i18n.translate('anomalyDetector.bulk.deleted', {
            defaultMessage: '{count, plural, one {# detector deleted} other {# detectors deleted}}',
            values: { count },
          }),
        failed: (name) =>
          i18n.translate('anomalyDetector.bulk.deleteFailed', {
            defaultMessage: '"{name}" could not be deleted',
            values: { name },
          }),
      }),
  };
}
