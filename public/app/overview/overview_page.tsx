import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { DetectorsTable } from '../detectors/detectors_table';
import { LoadingPrompt } from '../layout/loading_prompt';
import { MainPage } from '../layout/main_page';
import { Warnings } from '../layout/warnings';
import { OfferPrompt } from '../offer_prompt';
import { PageError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { usePlace } from '../routing/use_place';
import { brokenSentences, useDetectors } from '../use_detectors';

/** What is wrong now, over all detectors; without any, how to come by the first. */
export function OverviewPage() {
  const { goTo } = useLinks();
  const [refresh] = useState(0);
  const { data, error, reload } = useDetectors(refresh);
  usePlace([]);

  return (
    <MainPage shown="overview">
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
            <DetectorsTable detectors={data.detectors} />
          )}
        </>
      )}
    </MainPage>
  );
}
