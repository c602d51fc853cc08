import { EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { CoreStart } from '@kbn/core/public';
import React, { type ComponentType } from 'react';

import type { SampleDataResponse } from '../../common/sample_data';
import { AppServicesProvider, useServices, type AppServices } from '../app/app_services';
import { APP_ICON } from '../app_identity';
import { places } from '../app/routing/places';
import { RemoveSampleButton } from '../app/sample_data/remove_sample_button';
import { SampleDataButton } from '../app/sample_data/sample_data_button';
import { servicesOf } from '../panels/panel_services';
import type { PublicStartPlugins } from '../plugin';

interface Props {
  /** Opens a page of the app by its path. */
  openApp: (path: string) => void;
}

/** The page of the sample's detector, at the time of its logs. */
const pathOfSample = ({ detector, from, to }: SampleDataResponse): string =>
  `${places.detector(detector.id)}?${new URLSearchParams({ from, to }).toString()}`;

export function SampleDataTab({ openApp }: Props) {
  const { rights } = useServices();
  return (
    <EuiEmptyPrompt
      iconType={APP_ICON}
      title={
        <h2>
          {i18n.translate('anomalyDetector.sampleData.tab.title', {
            defaultMessage: 'See anomalies in sample API logs',
          })}
        </h2>
      }
      body={
        <p>
          {rights.save
            ? i18n.translate('anomalyDetector.sampleData.tab.body', {
                defaultMessage:
                  'Ten days of made-up traffic of four services with three incidents, with a detector that finds them and a dashboard. The logs go to an index of their own, sample-api-logs.',
              })
            : i18n.translate('anomalyDetector.sampleData.tab.mayNot', {
                defaultMessage:
                  'To add sample API logs with a detector and a dashboard, you need the privilege “All” of the feature Anomaly Detector in this space.',
              })}
        </p>
      }
      actions={[
        <SampleDataButton key="add" isMain onAdded={(added) => openApp(pathOfSample(added))} />,
        <RemoveSampleButton key="remove" />,
      ]}
      data-test-subj="anomalyDetectorSampleDataTab"
    />
  );
}

/** The tab as Kibana's page of sample data shows it. */
export function sampleDataTab(core: CoreStart, plugins: PublicStartPlugins): ComponentType {
  const { application, http } = core;
  const services: AppServices = {
    ...servicesOf(core, plugins),
    openDashboard:
      plugins.data && ((path) => application.navigateToUrl(http.basePath.prepend(path))),
  };
  const openApp = (path: string) =>
    void application.navigateToUrl(application.getUrlForApp('anomalyDetector', { path }));
  return function KibanaSampleDataTab() {
    return (
      <AppServicesProvider value={services}>
        <SampleDataTab openApp={openApp} />
      </AppServicesProvider>
    );
  };
}
