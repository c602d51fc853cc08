import { i18n } from '@kbn/i18n';
import React, { type ReactElement, type ReactNode } from 'react';

import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { AppPage } from './app_page';

interface Props {
  shown: 'overview' | 'detectors';
  actions?: ReactElement[];
  children: ReactNode;
}

/** One of the app's main pages, with the way to the other. */
export function MainPage({ shown, actions, children }: Props) {
  const { linkTo } = useLinks();
  const tab = (id: Props['shown'], label: string) => ({
    ...linkTo(places[id]),
    label,
    isSelected: shown === id,
    'data-test-subj': `page-${id}`,
  });
  return (
    <AppPage
      title={i18n.translate('anomalyDetector.app.title', { defaultMessage: 'Anomaly Detector' })}
      actions={actions}
      tabs={[
        tab(
          'overview',
          i18n.translate('anomalyDetector.page.overview', { defaultMessage: 'Overview' })
        ),
        tab(
          'detectors',
          i18n.translate('anomalyDetector.page.detectors', { defaultMessage: 'Detectors' })
        ),
      ]}
    >
      {children}
    </AppPage>
  );
}
