import type { Detector } from '../../common/detector';
import type { KeptModel } from '../../common/model';
import type { ModelComparisonResponse, ModelsResponse } from '../../common/model_api';
import type { DetectorExport, ImportDetectorsResponse, ModelExport } from '../../common/transfer';

import { DetectorApi, Http } from './kibana_api';
import type { Stack } from './stack';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const INDEX = 'api-logs-kept-models';
const SPACE = 'models-elsewhere';

/** Two days of even traffic of two services, a request a minute each. */
function traffic(now: number): object[] {
  const documents: object[] = [];
  for (let time = now - 2 * DAY_MS; time < now; time += MINUTE_MS) {
    for (const service of ['cart', 'pay']) {
      documents.push(
        { create: {} },
        {
          '@timestamp': new Date(time).toISOString(),
          'service.name': service,
          'http.response.status_code': (time / MINUTE_MS) % 97 === 0 ? 503 : 200,
          'event.duration': 1e8 + ((time / MINUTE_MS) % 13) * 1e7,
        }
      );
    }
  }
  return documents;
}

/** What people do with a detector's models, and how these come into another space. */
export function itKeepsModels(getStack: () => Stack): void {
  const api = () => new DetectorApi(getStack());
  const elsewhere = () => new DetectorApi(getStack(), getStack().user, SPACE);
  const elasticsearch = () => new Http(getStack().elasticsearch, getStack().user);
  const kibana = () => new Http(getStack().kibana, getStack().user);
  let detector: Detector;

  const modelsOf = (of: DetectorApi, { id }: Detector): Promise<ModelsResponse> =>
    of.ok('GET', `/detectors/${id}/models`);

  beforeAll(async () => {
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    await elasticsearch().request('PUT', `/${INDEX}`, {
      body: {
        mappings: {
          properties: {
            '@timestamp': { type: 'date' },
            'service.name': { type: 'keyword' },
            'http.response.status_code': { type: 'short' },
            'event.duration': { type: 'long' },
          },
        },
      },
    });
    const documents = traffic(now);
    for (let start = 0; start < documents.length; start += 4_000) {
      const lines = documents.slice(start, start + 4_000).map((line) => JSON.stringify(line));
      const response = await fetch(`${getStack().elasticsearch}/${INDEX}/_bulk?refresh=true`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          ...(getStack().user
            ? {
                authorization: `Basic ${Buffer.from(`${getStack().user!.username}:${getStack().user!.password}`).toString('base64')}`,
              }
            : {}),
        },
        body: `${lines.join('\n')}\n`,
      });
      expect(await response.json()).toMatchObject({ errors: false });
    }
    detector = await api().create({ name: 'Kept models', indexPattern: INDEX, bucketSpan: '15m' });
    const range = {
      from: new Date(now - 2 * DAY_MS).toISOString(),
      to: new Date(now).toISOString(),
    };
    for (let training = 0; training < 2; training++) {
      expect(await api().run(detector.id, '_train', range)).toMatchObject({ state: 'done' });
    }
    await kibana().request('POST', '/api/spaces/space', {
      body: { id: SPACE, name: 'Elsewhere', disabledFeatures: [] },
    });
  });
  afterAll(async () => {
    const { detectors } = await elsewhere().ok<{ detectors: Detector[] }>('GET', '/detectors');
    for (const { id } of detectors) await elsewhere().call('DELETE', `/detectors/${id}`);
    await api().call('DELETE', `/detectors/${detector.id}`);
    await kibana().request('DELETE', `/api/spaces/space/${SPACE}`);
    await elasticsearch().request('DELETE', `/${INDEX}`);
  });

  it('lists, compares, activates, pins and deletes models', async () => {
    const { models, broken, activeModelId } = await modelsOf(api(), detector);
    expect(models.map(({ number }) => number)).toEqual([2, 1]);
    const [second, first] = models;
    expect([broken, activeModelId]).toEqual([[], second.id]);
    expect(second).toMatchObject({
      entities: 2,
      origin: 'request',
      trainedBy: getStack().user?.username ?? null,
      scores: { entities: 2 },
      assessment: { with: { number: 1 } },
    });
    const path = `/detectors/${detector.id}/models/${first.id}`;
    expect(await api().ok<ModelComparisonResponse>('GET', `${path}/comparison`)).toMatchObject({
      with: { number: 2 },
      comparison: { own: { entities: 2 }, other: { entities: 2 } },
    });
    expect(await api().ok<Detector>('POST', `${path}/_activate`)).toMatchObject({
      status: {
        activeModelNumber: 1,
        chosenModel: { by: getStack().user?.username ?? null },
      },
    });
    expect(await api().ok<KeptModel>('POST', `${path}/_pin`)).not.toMatchObject({ pinned: null });
    expect(await api().call('DELETE', path)).toMatchObject({ status: 409 });
    expect(await api().ok<KeptModel>('POST', `${path}/_unpin`)).toMatchObject({ pinned: null });
    const newest = `/detectors/${detector.id}/models/${second.id}`;
    expect(await api().ok<Detector>('POST', `${newest}/_activate`)).toMatchObject({
      status: { activeModelNumber: 2, chosenModel: null },
    });
    expect(await api().call('DELETE', path)).toMatchObject({ status: 204 });
    expect((await modelsOf(api(), detector)).models.map(({ number }) => number)).toEqual([2]);
  });

  it('takes a detector and its model to another space, where the model is used when it is activated', async () => {
    const file = await api().ok<DetectorExport>('GET', `/detectors/_export?id=${detector.id}`);
    expect(JSON.stringify(file)).not.toContain('apiKey');
    const answer = await elsewhere().ok<ImportDetectorsResponse>(
      'POST',
      '/detectors/_import',
      file
    );
    expect(answer.detectors).toMatchObject([{ name: 'Kept models', outcome: 'created' }]);
    const id = answer.detectors[0].id!;
    const [model] = (await modelsOf(api(), detector)).models;
    const exported = await api().ok<ModelExport>(
      'GET',
      `/detectors/${detector.id}/models/${model.id}/_export`
    );
    const imported = await elsewhere().ok<{ model: KeptModel }>(
      'POST',
      `/detectors/${id}/models/_import`,
      exported
    );
    expect(imported.model).toMatchObject({ origin: 'import', checksum: model.checksum });
    const activate = `/detectors/${id}/models/${imported.model.id}/_activate`;
    expect(await elsewhere().ok<Detector>('POST', activate)).toMatchObject({
      status: { activeModelNumber: 1 },
    });
    // The other space's model is not to be reached from here.
    expect(await elsewhere().call('GET', `/detectors/${id}/models/${model.id}`)).toMatchObject({
      status: 404,
    });
  });
}
