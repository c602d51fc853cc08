import { i18n } from '@kbn/i18n';
import type { CoreSetup } from '@kbn/core/public';
import type { HomePublicPluginSetup } from '@kbn/home-plugin/public';
import { createElement, lazy, Suspense } from 'react';

import type { PublicStartPlugins } from '../plugin';

/**
 * Offers the sample logs beside Kibana's own sample data. A data set of Kibana's home cannot hold a detector: it is made of
 * saved objects that its user may import, and detectors get an API key when they are saved.
 */
export function registerSampleDataTab(
  home: HomePublicPluginSetup,
  core: CoreSetup<PublicStartPlugins>
): void {
  const Tab = lazy(async () => {
    const [{ sampleDataTab }, [coreStart, plugins]] = await Promise.all([
      import('./sample_data_tab'),
      core.getStartServices(),
    ]);
    return { default: sampleDataTab(coreStart, plugins) };
  });
  const component = () => createElement(Suspense, { fallback: null }, createElement(Tab));
  home.addData?.registerAddDataTab({
    id: 'anomalyDetector',
    name: i18n.translate('anomalyDetector.sampleData.tab', { defaultMessage: 'Sample API logs' }),
    component,
    getComponent: component,
  });
}
