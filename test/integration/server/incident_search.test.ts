import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';

import type { IncidentsQuery } from '../../../common/api';
import type { AnomalyRecord } from '../../../common/record';
import { IncidentSearch } from '../../../server/elasticsearch/incident_search';
import { RecordIndex, recordId } from '../../../server/elasticsearch/record_index';
import { RecordsTemplate } from '../../../server/elasticsearch/records_template';
import { record } from '../../builders/record';
import { elasticsearchUrl } from '../host/test_host';

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 2, 4);
const at = (minute: number): string => new Date(FROM + minute * MINUTE).toISOString();

type Scope = Parameters<IncidentSearch['list']>[0];

describe('searching incidents', () => {
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-anomalies-test-${randomUUID().slice(0, 8)}`;
  const search = new IncidentSearch(client, index);
  const scope = { spaceId: 'default', detectorId: 'd1', scoredUpTo: FROM + 220 * MINUTE };

  const aRecord = (minute: number, score: number, changes: Partial<AnomalyRecord> = {}) => {
    const made = record({
      '@timestamp': at(minute),
      record_score: score,
      description: `scored ${score}`,
      ...changes,
    });
    return {
      id: recordId(made.detector_id, [made.entity], FROM + minute * MINUTE),
      record: made,
      entityValues: { 'service.name': made.entity },
    };
  };
  const list = (query: Partial<IncidentsQuery> = {}, changes: Partial<Scope> = {}) =>
    search.list(
      { ...scope, ...changes },
      {
        from: undefined,
        to: undefined,
        entity: undefined,
        minScore: undefined,
        size: undefined,
        page: undefined,
        ...query,
      }
    );
  const entitiesOf = async (query: Partial<IncidentsQuery> = {}) =>
    (await list(query)).incidents.map(({ entity, start }) => [
      entity,
      (Date.parse(start) - FROM) / MINUTE,
    ]);

  beforeAll(async () => {
    await new RecordsTemplate(client).ensure();
    const records = new RecordIndex(client, index);
    const range = { from: FROM, to: FROM + 300 * MINUTE };
    await records.replace({ detectorId: 'd1', ...range }, [
      aRecord(0, 60),
      aRecord(5, 95, { signal: 'error_rate' }),
      aRecord(10, 12),
      aRecord(15, 30),
      aRecord(20, 12),
      aRecord(185, 40),
      aRecord(5, 30, { entity: 'search' }),
    ]);
    await records.replace({ detectorId: 'd2', ...range }, [aRecord(0, 99, { detector_id: 'd2' })]);
    await records.replace({ detectorId: 'd1', from: FROM - 300 * MINUTE, to: FROM }, [
      aRecord(-200, 99, { space_id: 'team-a' }),
    ]);
  });
  afterAll(async () => {
    await client.indices.delete({ index });
    await client.close();
  });

  it('gives when each began and ended, how bad it was, and the sentence of its worst record', async () => {
    const { total, incidents } = await list({ entity: 'checkout' });
    expect(total).toBe(2);
    expect(incidents[1]).toEqual({
      id: expect.any(String) as string,
      entity: 'checkout',
      entityValues: { 'service.name': 'checkout' },
      start: at(0),
      end: at(20),
      state: 'closed',
      maxScore: 95,
      severity: 'critical',
      records: 4,
      signal: 'error_rate',
      description: 'scored 95',
      worstTime: at(5),
      suppressedBy: null,
      suppressedReason: null,
    });
  });

  it('gives the one with the newest record first', async () => {
    expect(await entitiesOf()).toEqual([
      ['checkout', 185],
      ['checkout', 0],
      ['search', 5],
    ]);
  });

  it('keeps those open that what is scored does not reach beyond', async () => {
    const states = async (minute: number | null) => {
      const scoredUpTo = minute === null ? null : FROM + minute * MINUTE;
      const { incidents } = await list({ entity: 'checkout' }, { scoredUpTo });
      return incidents.map(({ state }) => state);
    };
    expect(await states(190)).toEqual(['open', 'closed']);
    expect(await states(220)).toEqual(['open', 'closed']);
    expect(await states(225)).toEqual(['closed', 'closed']);
    expect(await states(null)).toEqual(['closed', 'closed']);
  });

  it('gives the whole of an incident that has a record in the range', async () => {
    const { incidents } = await list({ from: at(15), to: at(20) });
    expect(incidents).toMatchObject([{ start: at(0), end: at(20), maxScore: 95, records: 4 }]);
    expect(await entitiesOf({ from: at(20), to: at(185) })).toEqual([]);
  });

  it('keeps to the worst score and the entity asked for', async () => {
    expect(await entitiesOf({ minScore: 40 })).toEqual([
      ['checkout', 185],
      ['checkout', 0],
    ]);
    expect(await entitiesOf({ minScore: 90, from: at(15) })).toEqual([['checkout', 0]]);
    expect(await entitiesOf({ entity: 'search' })).toEqual([['search', 5]]);
  });

  it('gives pages, and always how many there are in all', async () => {
    expect(await list({ size: 2, page: 2 })).toMatchObject({
      total: 3,
      incidents: [{ entity: 'search' }],
    });
    expect(await list({ size: 2, page: 3 })).toMatchObject({ total: 3, incidents: [] });
  });

  it("never gives another space's or another detector's", async () => {
    expect((await list({}, { spaceId: 'team-b' })).total).toBe(0);
    expect((await list({}, { spaceId: 'team-a' })).total).toBe(1);
    expect((await list({}, { detectorId: 'd2' })).total).toBe(1);
    expect((await list({}, { detectorId: 'd3' })).total).toBe(0);
  });

  it('finds nothing before there is an index', async () => {
    const nowhere = new IncidentSearch(client, `${index}-none`);
    const query = { from: at(0), to: at(5), entity: 'checkout', minScore: 1, size: 1, page: 1 };
    expect(await nowhere.list(scope, query)).toEqual({ total: 0, incidents: [] });
  });
});
