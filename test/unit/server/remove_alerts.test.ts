import type { ElasticsearchClient } from '@kbn/core/server';

import { removeAlerts } from '../../../server/uninstall/remove_alerts';

const index = (type: string): string =>
  `.internal.alerts-anomaly-detector.${type}.alerts-default-000001`;

function clientThatMayNotDelete(...kept: string[]) {
  const deleted: string[] = [];
  const client = {
    indices: {
      delete: ({ index: name }: { index: string }) => {
        if (kept.includes(name)) return Promise.reject(new Error('action is unauthorized'));
        deleted.push(name);
        return Promise.resolve({ acknowledged: true });
      },
    },
  } as unknown as ElasticsearchClient;
  return { client, deleted };
}

describe('the indices of alerts, when the plugin goes', () => {
  it('are deleted as far as the caller may, and what may not be deleted is named with what it takes', async () => {
    const { client, deleted } = clientThatMayNotDelete(index('health'));
    expect(await removeAlerts(client, [index('anomalies'), index('health')], false)).toEqual({
      removed: [{ id: index('anomalies'), name: index('anomalies') }],
      failed: [
        {
          id: index('health'),
          name: index('health'),
          reason: 'It takes the privilege "delete_index" on it: action is unauthorized',
        },
      ],
    });
    expect(deleted).toEqual([index('anomalies')]);
  });

  it('stay while there are rules that write to them', async () => {
    const { client, deleted } = clientThatMayNotDelete();
    const { removed, failed } = await removeAlerts(client, [index('anomalies')], true);
    expect([removed, deleted]).toEqual([[], []]);
    expect(failed).toMatchObject([{ reason: expect.stringContaining('rules yet') as string }]);
  });
});
