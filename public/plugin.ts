import { i18n } from '@kbn/i18n';
import type { CoreSetup, Plugin } from '@kbn/core/public';
import type { SharePluginStart } from '@kbn/share-plugin/public';

export interface PublicStartPlugins {
  /** Absent where its plugin is switched off: then there are no links to Discover. */
  share?: SharePluginStart;
}

/** Registers the app; all of its code is loaded when it is opened. */
export class AnomalyDetectorPublicPlugin implements Plugin<object, PublicStartPlugins> {
  setup(core: CoreSetup<PublicStartPlugins>): void {
    core.application.register({
      id: 'anomalyDetector',
      title: i18n.translate('anomalyDetector.app.title', { defaultMessage: 'Anomaly Detector' }),
      appRoute: '/app/anomalyDetector',
      euiIconType: 'logoObservability',
      category: {
        id: 'observability',
        label: i18n.translate('anomalyDetector.app.category', { defaultMessage: 'Observability' }),
        order: 3000,
        euiIconType: 'logoObservability',
      },
      mount: async (params) => {
        const [{ mountApp }, [coreStart, plugins]] = await Promise.all([
          import('./app/mount'),
          core.getStartServices(),
        ]);
        return mountApp(coreStart, plugins, params);
      },
    });
  }

  start(): void {}

  stop(): void {}
}
