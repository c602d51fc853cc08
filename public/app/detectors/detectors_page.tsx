import { EuiButton, EuiButtonEmpty, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useMemo, useState } from 'react';

import { PrepareUninstall } from '../../panels/prepare_uninstall';
import { useServices } from '../app_services';
import { icons } from '../icons';
import { LoadingPrompt } from '../layout/loading_prompt';
import { MainPage } from '../layout/main_page';
import { Warnings } from '../layout/warnings';
import { OfferPrompt } from '../offer_prompt';
import { PageError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { usePlace } from '../routing/use_place';
import { isoRange } from '../time_range';
import { brokenSentences, useDetectors } from '../use_detectors';
import { useRequest } from '../use_request';
import { DetectorsTable } from './detectors_table';
import { ImportModal } from './import_modal';

const DAY_MS = 86_400_000;

/** All detectors of the space. */
export function DetectorsPage() {
  const { api, rights } = useServices();
  const { linkTo, goTo } = useLinks();
  const [refresh, setRefresh] = useState(0);
  const [importing, setImporting] = useState(false);
  const { data, error, reload } = useDetectors(refresh);
  // "now" moves on with every refresh.
  const lastDay = useMemo(
    () => ({ refresh, ends: { from: Date.now() - DAY_MS, to: Date.now() } }).ends,
    [refresh]
  );
  const overview = useRequest(
    data && data.detectors.length > 0 ? 'overview of the last day' : null,
    (signal) => api.overview(isoRange(lastDay), signal),
    refresh
  );
  const detectorsLabel = i18n.translate('anomalyDetector.page.detectors', {
    defaultMessage: 'Detectors',
  });
  usePlace([{ text: detectorsLabel, pathname: places.detectors }]);

  return (
    <MainPage
      shown="detectors"
      actions={
        rights.save
          ? [
              <EuiButtonEmpty
                key="import"
                iconType={icons.import}
                onClick={() => setImporting(true)}
                data-test-subj="importDetectors"
              >
                {i18n.translate('anomalyDetector.import.open', { defaultMessage: 'Import' })}
              </EuiButtonEmpty>,
              <EuiButton key="new" fill iconType={icons.plus} {...linkTo(places.create)}>
                {i18n.translate('anomalyDetector.header.newDetector', {
                  defaultMessage: 'New detector',
                })}
              </EuiButton>,
            ]
          : []
      }
    >
      {error ? (
        <PageError error={error} onRetry={reload} />
      ) : !data ? (
        <LoadingPrompt
          title={i18n.translate('anomalyDetector.page.loading', {
            defaultMessage: 'Loading detectors',
          })}
        />
      ) : (
        <>
          <Warnings sentences={brokenSentences(data.broken)} />
          {data.detectors.length === 0 ? (
            <OfferPrompt
              onCreated={({ id }) => goTo(places.detector(id))}
              onDescribe={() => goTo(places.create)}
            />
          ) : (
            <DetectorsTable
              detectors={data.detectors}
              overview={overview.latest}
              range={lastDay}
              onChanged={() => setRefresh((count) => count + 1)}
            />
          )}
          <EuiSpacer size="xl" />
          <PrepareUninstall onDone={reload} />
        </>
      )}
      {importing && (
        <ImportModal
          onClose={() => setImporting(false)}
          onChanged={() => setRefresh((count) => count + 1)}
        />
      )}
    </MainPage>
  );
}
