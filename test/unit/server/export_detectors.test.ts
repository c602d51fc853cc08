import type { ElasticsearchClient } from '@kbn/core/server';

import type { NameAccess } from '../../../server/detectors/name_access';
import type { Space } from '../../../server/space';
import { exportDetectors } from '../../../server/transfer/export_detectors';
import { aCalendar, aMute, anExpected, quietTimes } from '../../builders/quiet_times';
import { settings } from '../../builders/settings';

const ALL = quietTimes({
  expected: [anExpected()],
  mutes: [aMute({ entity: 'checkout' }), aMute({ id: 'all', entity: null })],
  calendars: [aCalendar({ entities: ['checkout'] }), aCalendar({ id: 'all', entities: null })],
});

const space = {
  detectors: {
    list: () =>
      Promise.resolve({
        detectors: [{ id: 'd1', settings: settings({ name: 'Shop' }) }],
        broken: [],
      }),
  },
  quietTimes: { read: () => Promise.resolve({ quietTimes: ALL }) },
} as unknown as Space;

const exportedTo = (mayReadNames: boolean) => {
  const names = { maySee: () => Promise.resolve(mayReadNames) } as unknown as NameAccess;
  return exportDetectors({ client: {} as ElasticsearchClient }, space, { id: undefined, names });
};

describe('the export of detectors', () => {
  it('holds all their quiet times for those who may read the logs or the anomalies', async () => {
    const { detectors, omitted } = await exportedTo(true);
    expect(detectors[0].quietTimes).toEqual(ALL);
    expect(omitted).toEqual([]);
  });

  it('leaves out those of single entities for others, and says so', async () => {
    const exported = await exportedTo(false);
    expect(JSON.stringify(exported)).not.toContain('checkout');
    expect(exported.detectors[0].quietTimes).toEqual(
      quietTimes({
        mutes: [aMute({ id: 'all', entity: null })],
        calendars: [aCalendar({ id: 'all', entities: null })],
      })
    );
    expect(exported.omitted).toEqual([
      { id: 'd1', reason: expect.stringMatching(/not in the export of "Shop" \(3\)/) as string },
    ]);
  });
});
