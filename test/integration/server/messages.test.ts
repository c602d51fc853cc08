import { pathOf, paths } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import { KEPT_MESSAGES, type MessageLevel, type MessagesResponse } from '../../../common/messages';
import { DetectorLog } from '../../../server/messages/detector_log';
import { LOG_INDEX } from '../../../server/messages/log_index';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground, SILENT } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost, until } from './plugin_host';
import { DAY, iso, MINUTE, shopTraffic } from './shop_traffic';

describe('the messages of a detector', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let host: Host;
  const api = new Api(() => host);
  const elsewhere = new Api(() => host, '/s/team-a');

  const messagesOf = (id: string, query = '') =>
    api.ok<MessagesResponse>('GET', pathOf(paths.messages, { id }) + query);
  /** The texts, newest first, once one is among them: what was just written is found a moment later. */
  const textsWith = async (id: string, wanted: string): Promise<string[]> => {
    let found: string[] = [];
    await until(`there is the message "${wanted}"`, async () => {
      found = (await messagesOf(id)).messages.map(({ text }) => text);
      return found.includes(wanted);
    });
    return found;
  };

  beforeAll(async () => {
    host = await startPluginHost(playground, { spaces: ['team-a'] });
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  it('tell its life, newest first', async () => {
    const now = Date.now();
    const index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({ from: now - 2 * DAY, to: now, requestsPerHour: 60 })
    );
    const settings = { indexPattern: index, schedule: { trainingWindow: '2d' } };
    const { id } = await api.create(settings);
    await api.ok('PUT', pathOf(paths.detector, { id }), { ...settings, queryDelay: '2m' });
    await api.ok('POST', pathOf(paths.start, { id }));
    await api.ok('POST', pathOf(paths.start, { id }));
    await api.until('it runs', id, ({ status }) => status.lastScoring !== null);
    await api.ok('POST', pathOf(paths.stop, { id }));
    const told = await textsWith(id, 'Stopped.');
    const inOrder = told.filter((text) => /^(Created|Settings|Started|Model|Stopped)/.test(text));
    expect(inOrder).toEqual([
      'Stopped.',
      matching(/^Model 1 was trained on [\d,]+ logs of 2 entities in \d+ s\.$/),
      'Started.',
      'Settings changed: queryDelay from "60s" to "2m".',
      'Created.',
    ]);
    expect(told).toContainEqual(matching(/^The model knows .* of logs/));
  });

  it('tell a failure that comes again once, with how often it came', async () => {
    const { id } = await api.create({ indexPattern: `${indices.prefix}-none-*` });
    for (let time = 0; time < 2; time++) {
      await api.ok('POST', pathOf(paths.start, { id }));
      await api.until('it is degraded', id, ({ status }) => status.state === 'degraded');
      await api.ok<Detector>('POST', pathOf(paths.stop, { id }));
    }
    await until('both are counted', async () => {
      const { messages } = await messagesOf(id, '?level=error');
      return messages.length === 1 && messages[0].count === 2;
    });
    const { messages } = await messagesOf(id, '?level=error');
    expect(messages).toEqual([
      expect.objectContaining({
        level: 'error',
        kind: 'training_failed',
        text: matching(/^Training failed: No index was found/),
        node: matching(/./),
      }),
    ]);
    expect(Date.parse(messages[0].lastTime)).toBeGreaterThan(Date.parse(messages[0].time));
  });

  it('are told to nobody in another space', async () => {
    const { id } = await api.create({ indexPattern: `${indices.prefix}-none-*` });
    expect((await elsewhere.refused('GET', pathOf(paths.messages, { id }))).status).toBe(404);
  });

  it('go with the detector', async () => {
    const { id } = await api.create({ indexPattern: `${indices.prefix}-none-*` });
    await textsWith(id, 'Created.');
    await api.ok('DELETE', pathOf(paths.detector, { id }));
    const { count } = await indices.client.count({
      index: LOG_INDEX,
      query: { term: { detector: id } },
    });
    expect(count).toBe(0);
  });

  describe('in the log', () => {
    const detectorId = `log-${playground.indexPrefix}`;
    let now = Date.UTC(2026, 2, 1);
    const log = new DetectorLog(indices.client, 'kibana:5601', SILENT, () => now);
    const add = async (text: string, level: MessageLevel = 'info') => {
      now += MINUTE;
      await log.add({ detectorId, spaceId: 'default', level, kind: 'started', text });
    };
    const refresh = () => indices.client.indices.refresh({ index: LOG_INDEX });

    afterEach(() => log.delete(detectorId));

    it('are found by the least level, and by pages', async () => {
      await add('one', 'error');
      await add('two', 'info');
      await add('three', 'warning');
      await refresh();
      const list = async (query: Parameters<DetectorLog['list']>[1]) => {
        const { total, messages } = await log.list(detectorId, query);
        return [total, messages.map(({ text }) => text)];
      };
      expect(await list({})).toEqual([3, ['three', 'two', 'one']]);
      expect(await list({ level: 'warning' })).toEqual([2, ['three', 'one']]);
      expect(await list({ level: 'error' })).toEqual([1, ['one']]);
      expect(await list({ size: 2, page: 2 })).toEqual([3, ['one']]);
    });

    it('are deleted when they are old', async () => {
      await add('old');
      now += 91 * DAY;
      await add('new');
      await refresh();
      await log.expire(detectorId);
      expect((await log.list(detectorId, {})).messages.map(({ text }) => text)).toEqual(['new']);
    });

    it('are deleted beyond their number, the oldest first', async () => {
      const operations = Array.from({ length: KEPT_MESSAGES + 5 }, (_, index) => {
        const time = iso(now + index * 1_000);
        return [
          { index: { _id: `${detectorId}:${index}` } },
          {
            ...{
              document: 'message',
              detector: detectorId,
              space: 'default',
              time,
              lastTime: time,
            },
            ...{ count: 1, level: 'info', kind: 'started', text: `${index}`, node: 'n' },
          },
        ];
      }).flat();
      await indices.client.bulk({ index: LOG_INDEX, operations, refresh: true });
      now += DAY;
      await log.expire(detectorId);
      const { total } = await log.list(detectorId, {});
      const { messages } = await log.list(detectorId, { page: 100, size: 10 });
      expect([total, messages.at(-1)?.text]).toEqual([KEPT_MESSAGES, '5']);
    });
  });
});
