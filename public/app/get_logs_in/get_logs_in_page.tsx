import { EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { AppPage } from '../layout/app_page';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { usePlace } from '../routing/use_place';
import { RemoveSampleButton } from '../sample_data/remove_sample_button';
import { SampleDataButton } from '../sample_data/sample_data_button';
import { ArrivalCheck } from './arrival_check';
import { ShipperSnippets } from './shipper_snippets';

/** How to get logs in that a detector can read, and whether they arrive. */
export function GetLogsInPage() {
  const { goTo } = useLinks();
  const title = i18n.translate('anomalyDetector.getLogsIn.title', {
    defaultMessage: 'Get logs in',
  });
  usePlace([{ text: title }]);
  return (
    <AppPage
      title={title}
      actions={[
        <SampleDataButton
          key="sample"
          onAdded={({ detector, from, to }) => goTo(places.detector(detector.id), { from, to })}
        />,
        <RemoveSampleButton key="remove" />,
      ]}
    >
      <EuiText>
        <p>
          {i18n.translate('anomalyDetector.getLogsIn.wanted', {
            defaultMessage:
              'A detector reads four fields of each request: when it was, which service answered, with which status, and after how long. Logs in the Elastic Common Schema have them as @timestamp, service.name, http.response.status_code and event.duration; other common names are found too. Indices named api-logs-* are watched without further settings.',
          })}
        </p>
        <p>
          {i18n.translate('anomalyDetector.getLogsIn.template', {
            defaultMessage:
              'Put the index template in place first, which stands under Elasticsearch: without it the service is found as service.name.keyword, and texts take more space.',
          })}
        </p>
      </EuiText>
      <EuiSpacer size="l" />
      <ShipperSnippets />
      <EuiSpacer size="l" />
      <EuiPanel hasBorder>
        <EuiTitle size="s">
          <h2>
            {i18n.translate('anomalyDetector.getLogsIn.checkTitle', {
              defaultMessage: 'Are logs arriving?',
            })}
          </h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        <ArrivalCheck />
      </EuiPanel>
    </AppPage>
  );
}
