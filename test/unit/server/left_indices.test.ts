import type { ElasticsearchClient } from '@kbn/core/server';

import { leftIndices } from '../../../server/uninstall/left_indices';

const ALERTS = '.internal.alerts-anomaly-detector.anomalies.alerts';

const clientWith = (indices: string[]): ElasticsearchClient =>
  ({
    indices: {
      getAlias: ({ index }: { index: string }) => {
        const asked = new RegExp(`^${index.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        const found = indices.filter((name) => asked.test(name));
        return Promise.resolve(Object.fromEntries(found.map((name) => [name, {}])));
      },
    },
  }) as unknown as ElasticsearchClient;

describe('the indices that stay when the plugin goes', () => {
  it('are the records and alerts of the space, and the plugin’s own', async () => {
    const client = clientWith([`${ALERTS}-team-000001`, '.kibana_anomaly_detector_buckets']);
    expect(await leftIndices(client, { id: 'team', recordsIndex: 'api-anomalies-team' })).toEqual([
      'api-anomalies-team',
      `${ALERTS}-team-000001`,
      '.kibana_anomaly_detector_buckets',
    ]);
  });

  it('are not those of a space whose name begins the same', async () => {
    const client = clientWith([`${ALERTS}-team-000002`, `${ALERTS}-team-b-000001`]);
    expect(await leftIndices(client, { id: 'team', recordsIndex: 'api-anomalies-team' })).toEqual([
      'api-anomalies-team',
      `${ALERTS}-team-000002`,
    ]);
  });
});
