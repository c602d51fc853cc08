import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../../../common/detector';
import { LogAccess } from '../../../../server/detectors/log_access';
import { NameAccess, quoted } from '../../../../server/detectors/name_access';
import { aCalendar, aMute, anExpected, quietTimes } from '../../../builders/quiet_times';
import { settings } from '../../../builders/settings';

const SPACE = { recordsIndex: 'api-anomalies' };
const NOTICE = `3 entities are new, among them ${quoted('pay "EU" \\ 1')}, ${quoted('cart')}.`;

const detectorOf = (indexPattern: string, notices = [NOTICE]) =>
  ({
    owner: { keyKind: 'granted' },
    settings: settings({ indexPattern }),
    status: { notices },
  }) as unknown as Detector;

/** Somebody who may read these indices; `asked` counts the questions. */
function reading(...readable: string[]) {
  const asked: string[][] = [];
  const client = {
    security: {
      hasPrivileges: ({ index: [{ names }] }: { index: Array<{ names: string[] }> }) => {
        asked.push(names);
        return Promise.resolve({
          has_all_requested: names.every((name) => readable.includes(name)),
        });
      },
    },
  } as unknown as ElasticsearchClient;
  return { client, asked };
}

const noticesFor = async (client: ElasticsearchClient, detector: Detector, isSecured = true) => {
  const names = new NameAccess(new LogAccess(() => isSecured));
  return (await names.shown(client, SPACE, detector)).status.notices;
};

describe('the names of entities in sentences', () => {
  it('are for those who may read the anomalies, or the logs', async () => {
    for (const index of ['api-anomalies', 'api-logs-*']) {
      const { client } = reading(index);
      expect(await noticesFor(client, detectorOf('api-logs-*'))).toEqual([NOTICE]);
    }
  });

  it('are left out for those who may read neither, whatever characters they have', async () => {
    const { client } = reading('api-logs-shop');
    expect(await noticesFor(client, detectorOf('api-logs-shop,api-logs-pay'))).toEqual([
      '3 entities are new, among them "…", "…".',
    ]);
  });

  it('are left out where only another cluster knows who may read the logs', async () => {
    const { client } = reading();
    expect(await noticesFor(client, detectorOf('remote:api-logs-*'))).not.toEqual([NOTICE]);
  });

  it('are for everybody where security is off', async () => {
    const { client, asked } = reading();
    const detector = detectorOf('api-logs-*');
    detector.owner = { ...detector.owner, keyKind: 'none' };
    expect(await noticesFor(client, detector, false)).toEqual([NOTICE]);
    expect(asked).toEqual([]);
  });

  it('are asked about once for many detectors of the same logs, and not where there is nothing to say', async () => {
    const { client, asked } = reading('api-anomalies');
    const names = new NameAccess(new LogAccess(() => true));
    const many = Array.from({ length: 200 }, () => detectorOf('api-logs-*'));
    expect(await names.shownAll(client, SPACE, many)).toEqual(many);
    expect(asked).toHaveLength(1);
    await names.shownAll(client, SPACE, [detectorOf('api-logs-*', [])]);
    expect(asked).toHaveLength(1);
  });
});

describe('the names of entities in quiet times', () => {
  const said = quietTimes({
    expected: [anExpected()],
    mutes: [aMute({ entity: null }), aMute({ id: 'mute-2' })],
    calendars: [aCalendar({ entities: ['checkout', 'cart'] })],
  });
  const shownTo = (client: ElasticsearchClient) =>
    new NameAccess(new LogAccess(() => true)).quietTimes(
      client,
      SPACE,
      detectorOf('api-logs-*'),
      said
    );

  it('are for those who may read the anomalies', async () => {
    expect(await shownTo(reading('api-anomalies').client)).toEqual(said);
  });

  it('are left out for others, who still see how many there are, when, and why', async () => {
    expect(await shownTo(reading().client)).toEqual(
      quietTimes({
        expected: [anExpected({ entity: '…' })],
        mutes: [aMute({ entity: null }), aMute({ id: 'mute-2', entity: '…' })],
        calendars: [aCalendar({ entities: ['…', '…'] })],
      })
    );
  });
});
