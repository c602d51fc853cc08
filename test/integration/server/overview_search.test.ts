import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';

import type { AnomalyRecord } from '../../../common/record';
import { severityBandOf } from '../../../common/severity';
import { OpenIncidentSearch } from '../../../server/elasticsearch/open_incident_search';
import { OverviewSearch } from '../../../server/elasticsearch/overview_search';
import { RecordIndex, recordId } from '../../../server/elasticsearch/record_index';
import { RecordsTemplate } from '../../../server/elasticsearch/records_template';
import { record } from '../../builders/record';
import { elasticsearchUrl } from '../host/test_host';

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 2, 4);

describe('what many detectors found', () => {
  const client = new Client({ node: elasticsearchUrl });
  const index = `api-anomalies-test-${randomUUID().slice(0, 8)}`;
  const range = { from: FROM, to: FROM + 300 * MINUTE };

  const write = (
    detectorId: string,
    scores: Array<[minute: number, score: number]>,
    changes: Partial<AnomalyRecord> = {}
  ) =>
    new RecordIndex(client, index).replace(
      { detectorId, ...range },
      scores.map(([minute, score]) => {
        const { severity, rank } = severityBandOf(score);
        const made = record({
          '@timestamp': new Date(FROM + minute * MINUTE).toISOString(),
          detector_id: detectorId,
          record_score: score,
          severity,
          severity_rank: rank,
          description: `scored ${score}`,
          ...changes,
        });
        return {
          id: recordId(detectorId, [made.entity], FROM + minute * MINUTE),
          record: made,
          entityValues: { 'service.name': made.entity },
        };
      })
    );

  beforeAll(async () => {
    await new RecordsTemplate(client).ensure();
    await write('shop', [
      [0, 60],
      [5, 95],
      [285, 40],
      [290, 80],
    ]);
    await write('billing', [
      [200, 30],
      [290, 55],
    ]);
    await write('muted', [[290, 99]], { is_suppressed: true, suppressed_by: 'mute' });
    await write('elsewhere', [[290, 99]], { space_id: 'team-a' });
  });
  afterAll(async () => {
    await client.indices.delete({ index });
    await client.close();
  });

  it('is counted by severity and charted, without what is expected or muted', async () => {
    const { intervalMs, detectors } = await new OverviewSearch(client, index).summarise(
      { spaceId: 'default', detectorIds: ['shop', 'billing', 'muted', 'elsewhere'] },
      range
    );

    expect(intervalMs).toBe(5 * MINUTE);
    expect(detectors.map(({ id }) => id).sort()).toEqual(['billing', 'shop']);
    const shop = detectors.find(({ id }) => id === 'shop');
    expect(shop?.counts).toEqual({ warning: 0, minor: 1, major: 1, critical: 2 });
    expect(shop?.cells).toContainEqual({ time: FROM + 290 * MINUTE, score: 80 });
  });

  it('is nothing where there are no detectors, and where the index has not been made', async () => {
    const nowhere = new OverviewSearch(client, `${index}-none`);

    expect(
      (await nowhere.summarise({ spaceId: 'default', detectorIds: ['shop'] }, range)).detectors
    ).toEqual([]);
    expect(
      (await nowhere.summarise({ spaceId: 'default', detectorIds: [] }, range)).detectors
    ).toEqual([]);
  });

  it('is told of as what is going on now, the worst first, as whole incidents', async () => {
    const open = await new OpenIncidentSearch(client, index).list(
      'default',
      ['shop', 'billing', 'muted', 'elsewhere'].map((id) => ({ id, scoredUpTo: range.to }))
    );

    expect(open.total).toBe(2);
    expect(
      open.incidents.map(({ detectorId, maxScore, start, description }) => [
        detectorId,
        maxScore,
        (Date.parse(start) - FROM) / MINUTE,
        description,
      ])
    ).toEqual([
      ['shop', 80, 285, 'scored 80'],
      ['billing', 55, 290, 'scored 55'],
    ]);
  });

  it('is over for a detector that has scored beyond the cool-down', async () => {
    const open = await new OpenIncidentSearch(client, index).list('default', [
      { id: 'shop', scoredUpTo: range.to + 120 * MINUTE },
      { id: 'billing', scoredUpTo: range.to },
    ]);

    expect(open.incidents.map(({ detectorId }) => detectorId)).toEqual(['billing']);
  });
});
