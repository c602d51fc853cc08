import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { pathOf, paths, type AnomaliesResponse } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { ModelsResponse } from '../../../common/model_api';
import type { ModelExport } from '../../../common/transfer';
import { runCommandLine } from '../../../standalone/command_line/program';
import type { Host } from '../../../standalone/host/create_host';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, shopTraffic } from './shop_traffic';

const now = Date.now();
const settings = { name: 'Shop', bucketSpan: '15m', queryDelay: '1s' };

describe('exporting and importing', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-transfer-test');
  const folder = mkdtempSync(path.join(tmpdir(), 'anomaly-detector-transfer-'));
  const models = path.join(folder, 'models');
  const file = path.join(folder, 'detectors.json');
  let host: Host;
  const api = new Api(() => host);
  const team = new Api(() => host, '/s/team-a');
  let detector: Detector;

  async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    let stdout = '';
    let stderr = '';
    const code = await runCommandLine([...args, '--url', host.url], {
      environment: {},
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      now: () => new Date(),
      onInterrupt: () => () => undefined,
    });
    return { code, stdout, stderr };
  }
  const detectorsOf = async (of: Api) =>
    (await of.ok<{ detectors: Detector[] }>('GET', paths.detectors)).detectors;
  const modelsOf = async (of: Api, { id }: Detector) =>
    (await of.ok<ModelsResponse>('GET', pathOf(paths.models, { id }))).models;
  /** The records that a detector's model makes of the last hours. */
  async function scored(of: Api, { id }: Detector) {
    const range = { from: iso(now - 8 * HOUR), to: iso(now) };
    expect(await of.run(paths.score, id, range)).toMatchObject({ state: 'done' });
    const query = new URLSearchParams({ detectorId: id, size: '1000' });
    const { anomalies } = await of.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?${query.toString()}`
    );
    return anomalies.map(
      ({ '@timestamp': time, entity, record_score: score, actual, typical }) => ({
        ...{ time, entity, score, actual, typical },
      })
    );
  }

  beforeAll(async () => {
    const index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({
        from: now - 4 * DAY,
        to: now,
        troubles: [{ service: 'pay', from: now - 5 * HOUR, to: now - 4 * HOUR, failing: 0.9 }],
      })
    );
    host = await startPluginHost(playground, { spaces: ['team-a'] });
    detector = await api.create({ ...settings, indexPattern: index });
    await api.run(paths.train, detector.id, { from: iso(now - 4 * DAY), to: iso(now) });
    await api.ok('POST', pathOf(paths.mutes, { id: detector.id }), {
      entity: 'pay',
      durationMinutes: 60,
    });
  });
  afterAll(async () => {
    for (const { id } of await detectorsOf(team)) {
      await team.send('DELETE', pathOf(paths.detector, { id }));
    }
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
    rmSync(folder, { recursive: true });
  });

  it('brings detectors with their quiet times into another space, stopped and without keys', async () => {
    expect(await run('detectors', 'export', file)).toMatchObject({
      code: 0,
      stdout: `1 detector was written to ${file}, without their API keys and models.\n`,
    });
    const text = readFileSync(file, 'utf8');
    for (const secret of ['apiKey', 'keyId', 'owner']) expect(text).not.toContain(secret);
    expect(await run('detectors', 'import', file, '--space', 'team-a')).toEqual({
      code: 0,
      stdout: '"Shop" was created, stopped.\n',
      stderr: '',
    });
    const [imported] = await detectorsOf(team);
    expect(imported).toMatchObject({
      settings: detector.settings,
      enabled: false,
      status: { activeModelId: null },
    });
    expect(imported.id).not.toBe(detector.id);
    expect(await team.ok('GET', pathOf(paths.quietTimes, { id: imported.id }))).toMatchObject({
      mutes: [{ entity: 'pay' }],
    });
  });

  it('overwrites neither a file nor a detector of the same name unless it is asked to', async () => {
    expect((await run('detectors', 'export', file)).stderr).toContain('is there already');
    expect((await run('detectors', 'import', file)).stdout).toBe(
      '"Shop" is there already, with the same settings.\n'
    );
    const { id } = detector;
    const { settings: full } = detector;
    await api.ok('PUT', pathOf(paths.detector, { id }), { ...full, description: 'changed' });
    const refused = await run('detectors', 'import', file);
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringContaining('was left as it is'),
    ]);
    expect((await detectorsOf(api))[0].settings.description).toBe('changed');
    expect(await run('detectors', 'import', file, '--overwrite')).toMatchObject({
      code: 0,
      stdout: '"Shop" got the settings of the file.\n',
    });
    expect(await detectorsOf(api)).toMatchObject([{ id, settings: { description: '' } }]);
  });

  it('names what cannot be imported, and imports the rest', async () => {
    const { detectors, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as {
      detectors: Array<{ settings: object }>;
    };
    const other = path.join(folder, 'other.json');
    const made = [
      { settings: { ...detectors[0].settings, name: 'Odd', bucketSpan: '7m' } },
      { settings: { ...detectors[0].settings, name: 'Even' } },
    ];
    writeFileSync(other, JSON.stringify({ ...rest, detectors: made }));
    const { code, stdout } = await run('detectors', 'import', other, '--space', 'team-a');
    expect(code).toBe(1);
    expect(stdout).toMatch(/"Odd" could not be imported: .*bucketSpan is "7m"/);
    expect(stdout).toContain('"Even" was created, stopped.');
    const foreign = path.join(folder, 'foreign.json');
    writeFileSync(foreign, JSON.stringify({ objects: [] }));
    expect((await run('detectors', 'import', foreign)).stderr).toMatch(/no file of detectors/);
  });

  it('brings a model into another detector, where it scores as it did before', async () => {
    const here = ['--detector', 'Shop'];
    expect(await run('models', 'export', models, ...here)).toMatchObject({ code: 0 });
    expect((await run('models', 'list', ...here)).stdout).toContain('in use');
    const there = [...here, '--space', 'team-a'];
    expect(await run('models', 'import', models, ...there)).toMatchObject({
      stderr: '',
      code: 0,
      stdout: expect.stringContaining('imported as model 1. It is not used until') as string,
    });
    expect((await run('models', 'import', models, ...there)).stdout).toContain(
      'is there already, as model 1'
    );
    const imported = (await detectorsOf(team)).find(({ settings: { name } }) => name === 'Shop')!;
    const [model] = await modelsOf(team, imported);
    const [original] = await modelsOf(api, detector);
    expect(model).toMatchObject({ origin: 'import', checksum: original.checksum, number: 1 });
    await team.ok('POST', pathOf(paths.activateModel, { id: imported.id, modelId: model.id }));
    const records = await scored(team, imported);
    expect(records.length).toBeGreaterThan(3);
    expect(records).toEqual(await scored(api, detector));
  });

  it('refuses a model that is damaged, of another version, or not of this detector', async () => {
    const [original] = await modelsOf(api, detector);
    const ids = { id: detector.id, modelId: original.id };
    const exported = await api.ok<ModelExport>('GET', pathOf(paths.exportModel, ids));
    const bytes = Buffer.from(exported.data, 'base64');
    const withByte = (place: number, value: number): ModelExport => {
      const changed = Buffer.from(bytes);
      changed[place] = value;
      return { ...exported, data: changed.toString('base64') };
    };
    const refusal = async (body: ModelExport, id = detector.id): Promise<string> => {
      const { status, message } = await api.refused(
        'POST',
        pathOf(paths.importModel, { id }),
        body
      );
      expect(status).toBe(400);
      return message;
    };
    expect(await refusal(withByte(bytes.length - 1, bytes[bytes.length - 1] ^ 255))).toMatch(
      /its checksum does not match/
    );
    expect(await refusal(withByte(8, 3))).toMatch(/format version 3, and this version .* reads 4/);
    expect(await refusal({ ...exported, data: 'bm8=' })).toMatch(/not a model/);
    expect(await refusal({ ...exported, version: 2 })).toMatch(/The file has version 2/);
    expect(
      await refusal({ ...exported, model: { ...exported.model, timeZone: 'Europe/Berlin' } })
    ).toMatch(/what it says of itself is not what its bytes hold/);

    const other = await api.create({
      ...detector.settings,
      name: 'Other',
      entityFields: ['http.request.method'],
      signals: ['throughput'],
      bucketSpan: '5m',
    });
    const message = await refusal(exported, other.id);
    expect(message).toContain(
      "its entities are told apart by service.name, the detector's by http.request.method"
    );
    expect(message).toMatch(/it watches error_rate.*the detector only throughput/);
    expect(message).toContain("its buckets are of 15 minutes, the detector's of 5m");
    expect(await modelsOf(api, other)).toEqual([]);
  });
});
