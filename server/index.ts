import type { PluginInitializerContext } from '@kbn/core/server';

import type { AnomalyDetectorConfig } from './config';
import { AnomalyDetectorPlugin } from './plugin';

export { config } from './config';

export const plugin = (context: PluginInitializerContext<AnomalyDetectorConfig>) =>
  new AnomalyDetectorPlugin(context);
