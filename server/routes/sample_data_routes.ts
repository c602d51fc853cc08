import { paths } from '../../common/api';
import { decodeOrThrow } from '../../common/codecs';
import { detectorSettingsCodec } from '../../common/detector';
import { SAMPLE_INDEX, sampleDataBody, type RemovedSampleData } from '../../common/sample_data';

import type { Routes } from './services';

export function addSampleDataRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.sampleData,
    summary: 'Make sample logs with known incidents and a detector of them, and score them',
    privilege: 'write',
    body: sampleDataBody,
    handle: ({ caller, space, services, body: { timeZone } }) =>
      services.sampleData.execute(caller, space, {
        timeZone,
        settings: decodeOrThrow(detectorSettingsCodec, {
          name: 'Sample API logs',
          description: 'Made-up traffic of four services with three incidents.',
          indexPattern: SAMPLE_INDEX,
          timeZone,
          // They are known, and the dashboard is made before a training finds them.
          fields: {
            latency: { field: 'event.duration', unit: 'ns' },
            status: { field: 'http.response.status_code' },
          },
        }),
      }),
  });
  routes.add({
    method: 'delete',
    path: paths.sampleData,
    summary: 'Remove the sample logs with their detector, its records and its dashboard',
    privilege: 'write',
    handle: ({ caller, space, services }): Promise<RemovedSampleData> =>
      services.removeSampleData.execute(caller, space),
  });
}
