import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';

import { toDocument, type AnomalyRecord } from '../../../common/record';
import type { Suppression } from '../../../common/suppression';
import { RecordSuppression } from '../../../server/elasticsearch/record_suppression';
import { RecordsTemplate } from '../../../server/elasticsearch/records_template';
import { record } from '../../builders/record';
import { elasticsearchUrl } from '../host/test_host';

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 2, 4);
/** More than one page. */
const RECORDS = 2_300;
const MUTED: Suppression = { by: 'mute', reason: 'known' };

describe('suppressing records that are written', () => {
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-anomalies-test-${randomUUID().slice(0, 8)}`;
  const suppression = new RecordSuppression(client, index);
  const everything = { detectorId: 'd1', from: null, to: null };
  const soon = () => ({ deadline: Date.now() + 60_000 });

  const add = (records: Array<Partial<AnomalyRecord>>) =>
    client.bulk({
      index,
      refresh: true,
      operations: records.flatMap((each, number) => [
        { index: {} },
        toDocument(
          record({ '@timestamp': new Date(FROM + number * 5 * MINUTE).toISOString(), ...each }),
          { 'service.name': 'checkout' }
        ),
      ]),
    });
  const suppressed = async (): Promise<number> =>
    (await client.count({ index, query: { term: { is_suppressed: true } } })).count;

  beforeAll(async () => {
    await new RecordsTemplate(client).ensure();
    await add(Array.from({ length: RECORDS }, () => ({})));
    await add([{ detector_id: 'd2' }]);
  });
  afterAll(async () => {
    await client.indices.delete({ index });
    await client.close();
  });

  it('stops after the page in which its time is over, and goes on from there', async () => {
    const first = await suppression.apply(everything, () => MUTED, { deadline: 0 });
    expect(first.updated).toBe(2_000);
    expect(await suppressed()).toBe(2_000);
    const rest = { ...everything, from: first.doneUpTo };
    const second = await suppression.apply(rest, () => MUTED, { deadline: 0 });
    expect(second).toEqual({ updated: RECORDS - 2_000, doneUpTo: null });
    expect(await suppressed()).toBe(RECORDS);
  });

  it('changes nothing when it is repeated', async () => {
    expect(await suppression.apply(everything, () => MUTED, soon())).toEqual({
      updated: 0,
      doneUpTo: null,
    });
  });

  it('looks at the buckets that reach into the range, and at no others', async () => {
    const asked: number[] = [];
    const to = FROM + 120 * MINUTE;
    await suppression.apply(
      { detectorId: 'd1', from: to - 10 * MINUTE, to },
      (_entity, from) => {
        asked.push(from);
        return MUTED;
      },
      soon()
    );
    // A bucket lasts an hour at most.
    expect(Math.min(...asked)).toBe(to - 70 * MINUTE);
    expect(Math.max(...asked)).toBe(to - 5 * MINUTE);
  });

  it("gives records back, and leaves another detector's alone", async () => {
    await suppression.apply({ ...everything, detectorId: 'd2' }, () => MUTED, soon());
    const { updated } = await suppression.apply(everything, () => null, soon());
    expect(updated).toBe(RECORDS);
    expect(await suppressed()).toBe(1);
  });

  it('does nothing before there is an index', async () => {
    const nowhere = new RecordSuppression(client, `${index}-none`);
    expect(await nowhere.apply(everything, () => MUTED, soon())).toEqual({
      updated: 0,
      doneUpTo: null,
    });
  });
});
