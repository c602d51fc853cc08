import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';

import { toDocument, type AnomalyRecord } from '../../../common/record';
import { RecordSearch } from '../../../server/elasticsearch/record_search';
import { RecordsTemplate } from '../../../server/elasticsearch/records_template';
import { record } from '../../builders/record';
import { elasticsearchUrl } from '../host/test_host';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2024, 2, 4);

const at = (minute: number): string => new Date(FROM + minute * MINUTE).toISOString();

type Query = Parameters<RecordSearch['list']>[1];
const aQuery = (changes: Partial<Query> = {}): Query => ({
  detectorId: undefined,
  from: undefined,
  to: undefined,
  entity: undefined,
  minScore: undefined,
  signal: undefined,
  suppressed: undefined,
  sort: undefined,
  size: undefined,
  page: undefined,
  ...changes,
});

describe('searching records', () => {
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-anomalies-test-${randomUUID().slice(0, 8)}`;
  const search = new RecordSearch(client, index);
  const scope = { spaceId: 'default', detectorIds: ['d1'] };

  const add = async (...records: AnomalyRecord[]) => {
    const operations = records.flatMap((each) => [
      { index: {} },
      toDocument(each, { 'service.name': each.entity }),
    ]);
    await client.bulk({ index, operations, refresh: true });
  };
  const aRecord = (minute: number, changes: Partial<AnomalyRecord> = {}) =>
    record({ '@timestamp': at(minute), ...changes });

  beforeAll(async () => {
    await new RecordsTemplate(client).ensure();
    await add(
      aRecord(0, { record_score: 60 }),
      aRecord(5, { record_score: 95, signal: 'error_rate' }),
      aRecord(5, { record_score: 30, entity: 'search' }),
      aRecord(60, { record_score: 10, entity: 'search' }),
      aRecord(5, { detector_id: 'd2' }),
      aRecord(5, { space_id: 'team-a' })
    );
  });
  afterAll(async () => {
    await client.indices.delete({ index });
    await client.close();
  });

  const list = async (query: Partial<Query> = {}) =>
    (await search.list(scope, aQuery(query))).anomalies.map(
      ({ '@timestamp': time, entity, record_score: score }) => [
        (Date.parse(time) - FROM) / MINUTE,
        entity,
        score,
      ]
    );

  describe('as a list', () => {
    it('gives the newest first, and the worst first in one bucket', async () => {
      expect(await list()).toEqual([
        [60, 'search', 10],
        [5, 'checkout', 95],
        [5, 'search', 30],
        [0, 'checkout', 60],
      ]);
    });

    it('gives the worst first when asked to', async () => {
      expect((await list({ sort: 'score' })).map(([, , score]) => score)).toEqual([95, 60, 30, 10]);
    });

    it('keeps to entity, signal, score and time, the end left out', async () => {
      expect(await list({ entity: 'search' })).toHaveLength(2);
      expect(await list({ signal: 'error_rate' })).toEqual([[5, 'checkout', 95]]);
      expect(await list({ minScore: 30 })).toHaveLength(3);
      expect(await list({ from: at(5), to: at(60) })).toHaveLength(2);
    });

    it('gives whole records, with the values of the entity fields apart', async () => {
      const { anomalies } = await search.list(scope, aQuery({ signal: 'error_rate' }));
      expect(anomalies).toEqual([
        {
          ...aRecord(5, { record_score: 95, signal: 'error_rate' }),
          id: expect.any(String) as string,
          entity_values: { 'service.name': 'checkout' },
        },
      ]);
    });

    it('gives pages, and always how many there are in all', async () => {
      const page = await search.list(scope, aQuery({ size: 3, page: 2 }));
      expect(page).toMatchObject({ total: 4, anomalies: [{ record_score: 60 }] });
    });

    it('refuses a page that reaches further than Elasticsearch gives', async () => {
      expect(await list({ size: 1_000, page: 10 })).toEqual([]);
      await expect(list({ size: 1_000, page: 11 })).rejects.toMatchObject({
        fault: 'invalid',
        message: expect.stringContaining('Narrow the time range or raise minScore') as string,
      });
    });

    it('passes over what is no record', async () => {
      await client.index({
        index,
        refresh: true,
        id: 'odd',
        document: { space_id: 'odd', detector_id: 'd1', record_score: 1 },
      });
      expect((await search.list({ ...scope, spaceId: 'odd' }, aQuery())).anomalies).toEqual([]);
    });
  });

  it("never gives another space's or another detector's records", async () => {
    const listOf = async (spaceId: string, detectorIds: string[]) =>
      (await search.list({ spaceId, detectorIds }, aQuery())).total;
    expect(await listOf('default', ['d1', 'd2'])).toBe(5);
    expect(await listOf('team-a', ['d1', 'd2'])).toBe(1);
    expect(await listOf('team-b', ['d1', 'd2'])).toBe(0);
    expect(await listOf('default', [])).toBe(0);
  });

  describe('as a swim lane', () => {
    const swimLane = (changes: Partial<Parameters<RecordSearch['swimLane']>[1]> = {}) =>
      search.swimLane(scope, {
        from: FROM,
        to: FROM + 2 * HOUR,
        spanMs: 5 * MINUTE,
        lanes: 10,
        ...changes,
      });

    it('gives the worst score of each entity and cell, the worst entity first', async () => {
      expect(await swimLane()).toEqual({
        intervalMs: 5 * MINUTE,
        lanes: [
          {
            entity: 'checkout',
            entityValues: { 'service.name': 'checkout' },
            maxScore: 95,
            records: 2,
            cells: [
              { time: FROM, score: 60 },
              { time: FROM + 5 * MINUTE, score: 95 },
            ],
          },
          {
            entity: 'search',
            entityValues: { 'service.name': 'search' },
            maxScore: 30,
            records: 2,
            cells: [
              { time: FROM + 5 * MINUTE, score: 30 },
              { time: FROM + 60 * MINUTE, score: 10 },
            ],
          },
        ],
        omittedLanes: 0,
      });
    });

    it('says how many entities have no lane', async () => {
      expect(await swimLane({ lanes: 1 })).toMatchObject({
        lanes: [{ entity: 'checkout' }],
        omittedLanes: 1,
      });
    });

    it.each([
      [HOUR, 5 * MINUTE, 5 * MINUTE],
      [DAY, 5 * MINUTE, 15 * MINUTE],
      [7 * DAY, 5 * MINUTE, 2 * HOUR],
      [28 * DAY, 5 * MINUTE, 6 * HOUR],
      [400 * DAY, 5 * MINUTE, 4 * DAY],
      [HOUR, HOUR, HOUR],
    ])('shows %d ms of buckets of %d ms in cells of %d ms', async (range, spanMs, intervalMs) => {
      expect(await swimLane({ to: FROM + range, spanMs })).toMatchObject({ intervalMs });
    });
  });

  it('finds nothing before there is an index', async () => {
    const nowhere = new RecordSearch(client, `${index}-none`);
    expect(await nowhere.list(scope, aQuery())).toEqual({
      total: 0,
      anomalies: [],
      broken: [],
    });
    expect(
      await nowhere.swimLane(scope, { from: 0, to: HOUR, spanMs: 5 * MINUTE, lanes: 5 })
    ).toMatchObject({ lanes: [], omittedLanes: 0 });
  });
});
