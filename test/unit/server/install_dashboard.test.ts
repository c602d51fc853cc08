import { panelTypes } from '../../../common/panel_types';
import { dashboardOf } from '../../../server/dashboard/api_anomalies_dashboard';
import { InstallDashboard } from '../../../server/dashboard/install_dashboard';
import type { Caller } from '../../../server/detectors/caller';
import type { DataViews } from '../../../server/data_views';
import type { Space } from '../../../server/space';
import { detector as aDetector, settings } from '../../builders/settings';

const detector = aDetector({ id: 'd1', settings: settings({ name: 'Shop' }) });
const dataViews = { records: 'view-of-records', logs: 'view-of-logs' };

const boom = (statusCode: number, message: string) =>
  Object.assign(new Error(message), { output: { statusCode } });

/** Saved objects in memory, which may not be made where that is `refused`. */
function around({ refused = false } = {}) {
  const stored = new Map<string, object>();
  const caller = {
    savedObjects: {
      get: (_type: string, id: string) =>
        stored.has(id) ? Promise.resolve(stored.get(id)) : Promise.reject(boom(404, 'Not found')),
      create: (_type: string, attributes: object, { id }: { id: string }) => {
        if (refused) return Promise.reject(boom(403, 'Unable to create dashboard'));
        stored.set(id, attributes);
        return Promise.resolve({ id });
      },
    },
  } as unknown as Caller;
  const space = {
    id: 'team-a',
    models: { list: () => Promise.resolve({ models: [], broken: [] }) },
  } as unknown as Space;
  const install = new InstallDashboard({
    create: () => Promise.resolve(),
  } as unknown as DataViews);
  return { stored, run: () => install.execute(caller, space, detector) };
}

describe('the ready dashboard of a detector', () => {
  it('holds our four panels of it, and charts on its records and logs', () => {
    const { attributes, references } = dashboardOf(detector, {
      title: 'API anomalies: Shop',
      dataViews,
      fields: { status: 'status', latency: { field: 'took', unit: 'ms' } },
    });
    const panels = JSON.parse((attributes as { panelsJSON: string }).panelsJSON) as Array<{
      type: string;
      embeddableConfig: { detectorId?: string; detectorName?: string };
      gridData: { x: number; w: number };
    }>;
    expect(panels.map(({ type }) => type)).toEqual([
      panelTypes.incidents,
      panelTypes.swimLane,
      panelTypes.timeline,
      panelTypes.table,
      ...Array<string>(4).fill('lens'),
    ]);
    for (const { embeddableConfig } of panels.slice(0, 4)) {
      expect(embeddableConfig).toMatchObject({ detectorId: 'd1', detectorName: 'Shop' });
    }
    expect(panels.every(({ gridData: { x, w } }) => x + w <= 48)).toBe(true);
    expect(references.map(({ id, name }) => [id, name.split(':')[0]])).toEqual([
      ['view-of-records', 'panel-5'],
      ['view-of-logs', 'panel-6'],
      ['view-of-logs', 'panel-7'],
      ['view-of-logs', 'panel-8'],
    ]);
  });

  it('shows records of its detector alone, and the logs that pass its filter', () => {
    const filter = { language: 'lucene' as const, query: 'env:prod' };
    const { attributes } = dashboardOf(
      aDetector({ id: 'd1', settings: settings({ name: 'Shop', filter }) }),
      {
        title: 'API anomalies: Shop',
        dataViews,
        fields: { status: 'status', latency: { field: 'took', unit: 'ms' } },
      }
    );
    const panels = JSON.parse((attributes as { panelsJSON: string }).panelsJSON) as Array<{
      type: string;
      embeddableConfig: { attributes?: { state: { query: object } } };
    }>;
    const queries = panels
      .filter(({ type }) => type === 'lens')
      .map(({ embeddableConfig }) => embeddableConfig.attributes?.state.query);
    const ofRecords = { language: 'kuery', query: 'detector_id : "d1"' };
    expect(queries).toEqual([ofRecords, filter, filter, filter]);
  });

  it('leaves out charts of fields that nobody knows', () => {
    const { references } = dashboardOf(detector, {
      title: 'API anomalies: Shop',
      dataViews,
      fields: { status: undefined, latency: null },
    });
    expect(references).toHaveLength(2);
  });

  it('is made once, and then left as somebody may have changed it', async () => {
    const { run, stored } = around();
    const made = await run();
    expect(made).toEqual({
      id: 'anomaly-detector-team-a-d1',
      title: 'API anomalies: Shop',
      path: '/app/dashboards#/view/anomaly-detector-team-a-d1',
      created: true,
    });
    stored.set(made.id, { title: 'Changed' });
    expect(await run()).toEqual({ ...made, created: false });
    expect(stored.get(made.id)).toEqual({ title: 'Changed' });
  });

  it('names the privileges that the caller lacks', async () => {
    await expect(around({ refused: true }).run()).rejects.toMatchObject({
      fault: 'forbidden',
      message: expect.stringContaining('"Dashboard: All"') as string,
    });
  });
});
