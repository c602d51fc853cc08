import { i18n } from '@kbn/i18n';

import type { DetectorResponse, DetectorsResponse } from '../../common/api';
import { useServices } from './app_services';
import { useRequest, type RequestState } from './use_request';

/** All detectors of the space. */
export function useDetectors(refresh: number): RequestState<DetectorsResponse> {
  const { api } = useServices();
  return useRequest('detectors', (signal) => api.detectors(signal), refresh);
}

/** One detector of the space, with its next runs; an error of status 404 where there is none. */
export function useDetector(id: string, refresh: number): RequestState<DetectorResponse> {
  const { api } = useServices();
  return useRequest(`detector ${id}`, (signal) => api.detector(id, signal), refresh);
}

/** Says of each detector that could not be read why. */
export const brokenSentences = (broken: DetectorsResponse['broken']): string[] =>
  broken.map(({ id, reason }) =>
    i18n.translate('anomalyDetector.page.broken', {
      defaultMessage: 'The detector {id} could not be read: {reason}',
      values: { id, reason },
    })
  );
