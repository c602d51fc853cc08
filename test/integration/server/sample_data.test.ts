import { Client } from '@elastic/elasticsearch';

import { pathOf, paths, type AnomaliesResponse, type DetectorsResponse } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import { isFinished, type Run } from '../../../common/run';
import {
  SAMPLE_INDEX,
  type RemovedSampleData,
  type SampleDataResponse,
} from '../../../common/sample_data';
import type { Host } from '../../../standalone/host/create_host';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { Api, startPluginHost, until } from './plugin_host';

describe('the sample logs', () => {
  const playground = createPlayground();
  const client = new Client({ node: elasticsearchUrl });
  let host: Host;
  const api = new Api(() => host);
  const removeIndex = () =>
    client.indices.delete({ index: SAMPLE_INDEX, ignore_unavailable: true });

  beforeAll(async () => {
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    const { detectors } = await api.ok<DetectorsResponse>('GET', paths.detectors);
    for (const { id } of detectors) await api.ok('DELETE', pathOf(paths.detector, { id }));
    await host.stop();
    await removeIndex();
    await client.close();
    await playground.remove();
  });

  const add = () =>
    api.ok<SampleDataResponse>('POST', paths.sampleData, { timeZone: 'Europe/Berlin' });

  it('are made once, with a detector whose scoring finds their incidents', async () => {
    await client.indices.create({ index: SAMPLE_INDEX });
    expect(await api.refused('POST', paths.sampleData)).toMatchObject({
      status: 409,
      message: expect.stringContaining('was not made for the sample logs') as string,
    });
    await removeIndex();

    const first = await add();
    expect(first.created).toBeGreaterThan(50_000);
    expect(first.detector.settings).toMatchObject({
      indexPattern: SAMPLE_INDEX,
      timeZone: 'Europe/Berlin',
    });
    expect(first.detector.enabled).toBe(false);

    const again = await add();
    expect(again).toMatchObject({
      created: 0,
      alreadyThere: first.created,
      from: first.from,
      to: first.to,
      run: { id: first.run.id },
    });
    expect(again.detector.id).toBe(first.detector.id);

    const { id } = first.detector;
    let run: Run = first.run;
    await until(
      'the sample is scored',
      async () => {
        run = await api.ok<Run>('GET', pathOf(paths.run, { id, runId: first.run.id }));
        return isFinished(run);
      },
      120
    );
    expect(run.state).toBe('done');
    const { anomalies } = await api.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?detectorId=${id}&minScore=50&size=100`
    );
    const signals = new Set(anomalies.map(({ signal }) => signal));
    expect(signals.has('error_rate')).toBe(true);
    expect(signals.has('throughput')).toBe(true);
    expect([...signals].some((signal) => signal.startsWith('latency'))).toBe(true);
  });

  it('are removed with their detector and what it found, and nothing else', async () => {
    const { detector } = await add();
    const other = await api.ok<Detector>('POST', paths.detectors, {
      name: 'Other',
      indexPattern: `${SAMPLE_INDEX}-of-others`,
    });
    expect(await api.ok<RemovedSampleData>('DELETE', paths.sampleData)).toEqual({
      index: SAMPLE_INDEX,
      indexRemoved: true,
      detectors: [detector.id],
      dashboards: [],
    });
    const { detectors } = await api.ok<DetectorsResponse>('GET', paths.detectors);
    expect(detectors.map(({ id }) => id)).toEqual([other.id]);
    expect(await client.indices.exists({ index: SAMPLE_INDEX })).toBe(false);
    const { anomalies } = await api.ok<AnomaliesResponse>('GET', paths.anomalies);
    expect(anomalies).toEqual([]);
    expect(await api.ok<RemovedSampleData>('DELETE', paths.sampleData)).toMatchObject({
      indexRemoved: false,
      detectors: [],
    });
  });

  it('are not removed where the index is somebody else’s', async () => {
    await client.indices.create({ index: SAMPLE_INDEX });
    expect(await api.refused('DELETE', paths.sampleData)).toMatchObject({
      status: 409,
      message: expect.stringContaining('was not made for the sample logs') as string,
    });
    expect(await client.indices.exists({ index: SAMPLE_INDEX })).toBe(true);
  });
});
