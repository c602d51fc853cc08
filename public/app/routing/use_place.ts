import { i18n } from '@kbn/i18n';
import { useEffect } from 'react';

import { useServices } from '../app_services';
import { places } from './places';
import { useLinks } from './use_links';

/** A step on the way to the page shown. */
export interface Step {
  text: string;
  /** Where it leads; the last step leads nowhere. */
  pathname?: string;
}

/** Tells Kibana where the user is: breadcrumbs and the title of the document. */
export function usePlace(steps: readonly Step[]): void {
  const { chrome } = useServices();
  const { linkTo } = useLinks();
  const key = JSON.stringify(steps);

  useEffect(() => {
    const app = i18n.translate('anomalyDetector.app.title', { defaultMessage: 'Anomaly Detector' });
    const taken = JSON.parse(key) as Step[];
    chrome.setBreadcrumbs(
      [{ text: app, pathname: places.overview }, ...taken].map(({ text, pathname }, index) => ({
        text,
        ...(pathname !== undefined && index < taken.length ? linkTo(pathname) : {}),
      }))
    );
    chrome.docTitle.change([...taken.map(({ text }) => text).reverse(), app]);
  }, [chrome, linkTo, key]);
}
