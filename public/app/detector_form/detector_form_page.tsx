import { i18n } from '@kbn/i18n';
import React, { useMemo } from 'react';

import type { Detector, DetectorSettings } from '../../../common/detector';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';
import { AppPage } from '../layout/app_page';
import { LoadingPrompt } from '../layout/loading_prompt';
import { NoRights, PageError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { usePlace } from '../routing/use_place';
import { isoRange, type TimeRange } from '../time_range';
import { useDetector } from '../use_detectors';
import { DetectorForm } from './detector_form';
import { isUsualRange, newSettings, type LearnedRange } from './form_start';

const detectorsStep = () => ({
  text: i18n.translate('anomalyDetector.page.detectors', { defaultMessage: 'Detectors' }),
  pathname: places.detectors,
});

/** The page that describes a new detector, or changes one. */
export function DetectorFormPage({ id }: { id?: string }) {
  const { rights } = useServices();
  if (!rights.save) return <MayNotSave />;
  return id === undefined ? <CreatePage /> : <EditPage id={id} />;
}

function MayNotSave() {
  const title = newTitle();
  usePlace([detectorsStep(), { text: title }]);
  return (
    <AppPage title={title}>
      <NoRights
        message={i18n.translate('anomalyDetector.form.noRights', {
          defaultMessage: 'Detectors are created and changed with "Anomaly Detector: All".',
        })}
      />
    </AppPage>
  );
}

const newTitle = () =>
  i18n.translate('anomalyDetector.form.title', { defaultMessage: 'New detector' });

function CreatePage() {
  const { api, timeFormat, toasts } = useServices();
  const { goTo } = useLinks();
  const initial = useMemo(() => newSettings(timeFormat.timeZone), [timeFormat]);
  usePlace([detectorsStep(), { text: newTitle() }]);

  const create = async (
    settings: DetectorSettings,
    range: LearnedRange & { ends: TimeRange },
    allowLeaving: () => void
  ) => {
    const { id } = await api.create(settings);
    try {
      if (isUsualRange(range, settings.schedule.trainingWindow)) await api.start(id);
      else await api.train(id, isoRange(range.ends));
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.form.trainFailed', {
          defaultMessage: 'The detector was created but could not be trained',
        }),
        text: describeApiError(error).message,
      });
    }
    allowLeaving();
    goTo(places.detector(id), { from: range.from, to: range.to });
  };
  return (
    <AppPage title={newTitle()}>
      <DetectorForm initial={initial} onSave={create} onCancel={() => goTo(places.detectors)} />
    </AppPage>
  );
}

function EditPage({ id }: { id: string }) {
  const { data: detector, error, reload } = useDetector(id, 0);
  const title = i18n.translate('anomalyDetector.form.editTitle', {
    defaultMessage: 'Edit {name}',
    values: { name: detector?.settings.name ?? id },
  });
  usePlace([
    detectorsStep(),
    { text: detector?.settings.name ?? id, pathname: places.detector(id) },
    { text: i18n.translate('anomalyDetector.form.edit', { defaultMessage: 'Edit' }) },
  ]);
  if (detector) return <Edit key={detector.id} title={title} detector={detector} />;
  return (
    <AppPage title={title}>
      {error?.status === 404 ? (
        <PageError
          error={{
            status: 404,
            message: i18n.translate('anomalyDetector.page.missing', {
              defaultMessage:
                'There is no detector {id} in this space: it was deleted, or the link is from another space.',
              values: { id },
            }),
          }}
          onRetry={reload}
        />
      ) : error ? (
        <PageError error={error} onRetry={reload} />
      ) : (
        <LoadingPrompt
          title={i18n.translate('anomalyDetector.page.loading', {
            defaultMessage: 'Loading detectors',
          })}
        />
      )}
    </AppPage>
  );
}

function Edit({ title, detector }: { title: string; detector: Detector }) {
  const { api, toasts } = useServices();
  const { goTo } = useLinks();
  const { id } = detector;
  const save = async (settings: DetectorSettings, _: unknown, allowLeaving: () => void) => {
    await api.update(id, settings);
    toasts.addSuccess(
      i18n.translate('anomalyDetector.form.saved', {
        defaultMessage: '"{name}" was saved',
        values: { name: settings.name },
      })
    );
    allowLeaving();
    goTo(places.detector(id));
  };
  return (
    <AppPage title={title}>
      <DetectorForm
        detector={detector}
        initial={detector.settings}
        onSave={save}
        onCancel={() => goTo(places.detector(id))}
      />
    </AppPage>
  );
}
