import { AnomalyDetectorPublicPlugin } from './plugin';

export const plugin = () => new AnomalyDetectorPublicPlugin();
