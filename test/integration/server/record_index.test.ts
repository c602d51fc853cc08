import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';

import { recordMappings, toDocument, type AnomalyRecord } from '../../../common/record';
import { incidentId } from '../../../server/elasticsearch/record_incident';
import { RecordIndex, recordId } from '../../../server/elasticsearch/record_index';
import { RecordsTemplate } from '../../../server/elasticsearch/records_template';
import { record } from '../../builders/record';
import { elasticsearchUrl } from '../host/test_host';

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 2, 4);
const RANGE = { from: FROM, to: FROM + 60 * MINUTE };

describe('the index of records', () => {
  const client = new Client({ node: elasticsearchUrl });
  /** Of the records' own pattern, so that it gets their mapping. */
  const index = `api-anomalies-test-${randomUUID().slice(0, 8)}`;
  const records = new RecordIndex(client, index);

  beforeAll(() => new RecordsTemplate(client).ensure());
  afterEach(() => client.indices.delete({ index, ignore_unavailable: true }));
  afterAll(() => client.close());

  const aRecord = (
    detectorId: string,
    minute: number,
    changes: Partial<AnomalyRecord> = {},
    field = 'service.name'
  ) => {
    const time = FROM + minute * MINUTE;
    const document = record({
      '@timestamp': new Date(time).toISOString(),
      detector_id: detectorId,
      ...changes,
    });
    const { entity } = document;
    return {
      id: recordId(detectorId, [entity], time),
      record: document,
      entityValues: { [field]: entity },
    };
  };
  const replace = (detectorId: string, ...wanted: Array<ReturnType<typeof aRecord>>) =>
    records.replace({ detectorId, ...RANGE }, wanted);

  /** Ids of the records of a detector, in the order of time. */
  async function idsOf(detectorId: string): Promise<string[]> {
    const { hits } = await client.search({
      index,
      size: 1_000,
      query: { term: { detector_id: detectorId } },
      sort: ['@timestamp', 'entity'],
      _source: false,
    });
    return hits.hits.map(({ _id }) => _id!);
  }
  const scoresOf = async (id: string) => (await client.get<AnomalyRecord>({ index, id }))._source;

  it('holds the same records when they are written again', async () => {
    const wanted = [aRecord('d1', 5), aRecord('d1', 10), aRecord('d1', 10, { entity: 'search' })];
    await replace('d1', ...wanted);
    await replace('d1', ...wanted);
    expect(await idsOf('d1')).toEqual(wanted.map(({ id }) => id));
  });

  it('maps what metrics were as numbers with fractions, whatever comes first', async () => {
    const of = (value: number, minute: number) =>
      aRecord('d1', minute, {
        signal: 'cart_value',
        signals: {
          cart_value: { actual: value, typical: value, deviation: value, contribution: value },
        },
      });
    await replace('d1', of(0, 5), of(0.25, 10));
    const { [index]: found } = await client.indices.getMapping({ index });
    expect(found.mappings.properties).toMatchObject({
      'signals.cart_value.actual': { type: 'double' },
      'signals.cart_value.contribution': { type: 'double' },
    });
  });

  it('keeps the score that a record was first written with', async () => {
    await replace('d1', aRecord('d1', 5, { record_score: 90, initial_record_score: 90 }));
    const again = aRecord('d1', 5, { record_score: 40, initial_record_score: 40 });
    await replace('d1', again);
    expect(await scoresOf(again.id)).toMatchObject({ record_score: 40, initial_record_score: 90 });
  });

  it('loses the records of the range that are no longer anomalous, and no others', async () => {
    const outside = [aRecord('d1', -5), aRecord('d1', 60)];
    for (const { id, record: document, entityValues } of outside) {
      await client.index({ index, id, document: toDocument(document, entityValues) });
    }
    await client.indices.refresh({ index });
    await replace('d1', aRecord('d1', 0), aRecord('d1', 55), aRecord('d1', 5));
    await replace('d1', aRecord('d1', 5));
    expect(await idsOf('d1')).toEqual(
      [outside[0], aRecord('d1', 5), outside[1]].map(({ id }) => id)
    );
    await replace('d1');
    expect(await idsOf('d1')).toEqual(outside.map(({ id }) => id));
  });

  it("leaves other detectors' records alone", async () => {
    await replace('d1', aRecord('d1', 5));
    await replace('d2', aRecord('d2', 5));
    await replace('d1');
    expect(await records.delete({ detectorId: 'd1' })).toBe(0);
    expect(await idsOf('d2')).toHaveLength(1);
  });

  it('takes records by "service" and by "service.name"', async () => {
    await replace('d1', aRecord('d1', 5, {}, 'service.name'));
    await replace('d2', aRecord('d2', 5, {}, 'service'));
    for (const [field, detectorId] of [
      ['service.name', 'd1'],
      ['service', 'd2'],
    ]) {
      const { hits } = await client.search({ index, query: { term: { [field]: 'checkout' } } });
      expect(hits.hits).toMatchObject([{ _source: { detector_id: detectorId } }]);
    }
  });

  it('replaces and deletes more records than one page of a search holds', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, number) =>
        aRecord('d1', Math.floor(number / 100), { entity: `e${String(number).padStart(4, '0')}` })
      );
    const count = async () => (await client.count({ index })).count;
    const range = { detectorId: 'd1', from: FROM, to: FROM + 120 * MINUTE };
    await records.replace(range, many(5_100));
    expect(await count()).toBe(5_100);
    await records.replace(range, many(5_050));
    expect(await count()).toBe(5_050);
    expect(await records.delete({ detectorId: 'd1' })).toBe(5_050);
    expect(await count()).toBe(0);
  });

  describe('deletes what is old', () => {
    const strong = { record_score: 60 };

    it('of one detector alone, and says how much', async () => {
      const weak = { record_score: 10 };
      await replace('d1', ...[0, 20, 40].map((minute) => aRecord('d1', minute, weak)));
      await replace('d2', aRecord('d2', 0, weak));
      expect(await records.expire({ detectorId: 'd1', before: FROM + 20 * MINUTE })).toBe(1);
      expect(await idsOf('d1')).toEqual([aRecord('d1', 20).id, aRecord('d1', 40).id]);
      expect(await idsOf('d2')).toHaveLength(1);
      expect(await records.expire({ detectorId: 'd1', before: FROM + 20 * MINUTE })).toBe(0);
    });

    it('but not the beginning of an incident that goes on', async () => {
      const incident = [5, 10, 15].map((minute) => aRecord('d1', minute, strong));
      const over = aRecord('d1', 5, { ...strong, entity: 'search' });
      await replace('d1', ...incident, over);
      expect(await records.expire({ detectorId: 'd1', before: FROM + 12 * MINUTE })).toBe(1);
      expect(await idsOf('d1')).toEqual(incident.map(({ id }) => id));
      expect(await records.expire({ detectorId: 'd1', before: FROM + 16 * MINUTE })).toBe(3);
    });

    it('even before there is an index', async () => {
      expect(await records.expire({ detectorId: 'd1', before: FROM })).toBe(0);
    });
  });

  describe('links records to incidents', () => {
    const strong = { record_score: 60 };
    const score = (
      from: number,
      to: number,
      ...wanted: Array<ReturnType<typeof aRecord>>
    ): Promise<void> =>
      records.replace(
        { detectorId: 'd1', from: FROM + from * MINUTE, to: FROM + to * MINUTE },
        wanted
      );
    /** Minutes at which records are, and at which their incidents start. */
    const incidents = async () => {
      const { hits } = await client.search<AnomalyRecord>({
        index,
        size: 1_000,
        sort: ['@timestamp'],
      });
      const minutes = (time: string) => (Date.parse(time) - FROM) / MINUTE;
      return hits.hits.map(({ _source: { ...source } }) => {
        const start = source.incident_start;
        expect(source.incident_id).toBe(
          start === null ? null : incidentId('d1', 'checkout', Date.parse(start))
        );
        return [minutes(source['@timestamp']), start === null ? null : minutes(start)];
      });
    };

    it('that go on from one scoring to the next', async () => {
      await score(0, 5, aRecord('d1', 0, strong));
      await score(5, 10, aRecord('d1', 5, { record_score: 10 }));
      expect(await incidents()).toEqual([
        [0, 0],
        [5, null],
      ]);
      await score(10, 15, aRecord('d1', 10, strong));
      expect(await incidents()).toEqual([
        [0, 0],
        [5, 0],
        [10, 0],
      ]);
    });

    it('also when what joins them, or parted them, is scored later', async () => {
      const day = 24 * 60;
      const later = Array.from({ length: 288 }, (_, index) =>
        aRecord('d1', 60 + index * 5, strong)
      );
      await score(0, 5, aRecord('d1', 0, strong));
      await score(60, 60 + day, ...later);
      expect(await incidents()).toEqual([[0, 0], ...later.map((_, index) => [60 + 5 * index, 60])]);
      await score(25, 35, aRecord('d1', 30, strong));
      expect(await incidents()).toEqual([
        [0, 0],
        [30, 0],
        ...later.map((_, index) => [60 + 5 * index, 0]),
      ]);
      await score(25, 35);
      expect(await incidents()).toEqual([[0, 0], ...later.map((_, index) => [60 + 5 * index, 60])]);
    });

    it('that two scorings at once meet in, of which neither saw what the other wrote', async () => {
      let answered = 0;
      let release = () => {};
      const bothHaveRead = new Promise<void>((resolve) => (release = resolve));
      /** Writes nothing before the other has read, too. */
      const atOnce = (from: number, to: number, wanted: ReturnType<typeof aRecord>) => {
        const reading = new Client({ node: elasticsearchUrl });
        const search = reading.search.bind(reading);
        jest
          .spyOn(reading, 'search')
          .mockImplementationOnce(async (...request: Parameters<typeof search>) => {
            const answer = await search(...request);
            if (++answered === 2) release();
            await bothHaveRead;
            return answer;
          });
        return new RecordIndex(reading, index)
          .replace({ detectorId: 'd1', from: FROM + from * MINUTE, to: FROM + to * MINUTE }, [
            wanted,
          ])
          .finally(() => reading.close());
      };
      await score(20, 25, aRecord('d1', 20, strong));
      await Promise.all([
        atOnce(0, 5, aRecord('d1', 0, strong)),
        atOnce(5, 10, aRecord('d1', 5, strong)),
      ]);
      expect(await incidents()).toEqual([
        [0, 0],
        [5, 0],
        [20, 0],
      ]);
    });

    it('in an index that an earlier version made', async () => {
      const { '@timestamp': time, entity, detector_id: id } = recordMappings.properties!;
      await client.indices.create({
        index,
        mappings: {
          ...recordMappings,
          dynamic_templates: [],
          properties: { '@timestamp': time, entity, detector_id: id },
        },
      });
      expect(await new RecordsTemplate(client).extend(client, index)).toEqual([]);
      await score(0, 5, aRecord('d1', 0, strong));
      const mapping = await client.indices.getMapping({ index });
      expect(mapping[index].mappings).toMatchObject({
        properties: recordMappings.properties,
        dynamic_templates: recordMappings.dynamic_templates,
      });
    });

    it('where its fields are mapped in another way, and says so', async () => {
      await client.indices.create({
        index,
        mappings: {
          ...recordMappings,
          properties: { ...recordMappings.properties, incident_start: { type: 'keyword' } },
        },
      });
      expect(await new RecordsTemplate(client).extend(client, index)).toEqual([
        expect.stringMatching(/could not be given the record fields.*incident_start/),
      ]);
      await score(0, 5, aRecord('d1', 0, strong));
      await score(5, 10, aRecord('d1', 5, strong));
      expect(await incidents()).toEqual([
        [0, 0],
        [5, 0],
      ]);
    });
  });

  it('deletes nothing before there is an index', async () => {
    expect(await records.delete({ detectorId: 'd1' })).toBe(0);
  });

  it('says how many records were refused, and why', async () => {
    const broken = aRecord('d1', 5);
    broken.record = { ...broken.record, severity_rank: 1_000 };
    await expect(replace('d1', broken, aRecord('d1', 10))).rejects.toMatchObject({
      fault: 'invalid',
      message: expect.stringMatching(
        /^1 of 2 records could not be written to "api-anomalies-test-.*severity_rank/
      ) as string,
    });
  });
});
