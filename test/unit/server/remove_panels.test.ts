import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { panelTypes } from '../../../common/panel_types';
import { removePanels } from '../../../server/uninstall/remove_panels';

type Stored = SavedObject<{ title: string; panelsJSON: string }>;

const aDashboard = (id: string, types: string[]): Stored => ({
  id,
  type: 'dashboard',
  version: `version of ${id}`,
  attributes: {
    title: `Title of ${id}`,
    panelsJSON: JSON.stringify(types.map((type, index) => ({ type, panelIndex: `${index}` }))),
  },
  references: types.map((_, index) => ({ name: `${index}:view`, type: 'index-pattern', id: 'v' })),
});

/** A client over dashboards in memory, which may not change `locked`. */
function clientOf(stored: Stored[], locked?: string) {
  const changed: Array<{ id: string; attributes: object; options: object | undefined }> = [];
  const client: Pick<SavedObjectsClientContract, 'find' | 'update'> = {
    find: <A>({ perPage = 20, page = 1 }: { perPage?: number; page?: number }) =>
      Promise.resolve({
        saved_objects: stored.slice((page - 1) * perPage, page * perPage) as unknown as Array<
          SavedObject<A>
        >,
        total: stored.length,
      }),
    update: (_type: string, id: string, attributes: object, options?: object) => {
      if (id === locked) return Promise.reject(new Error('Unable to update dashboard'));
      changed.push({ id, attributes, options });
      return Promise.resolve({ id });
    },
  };
  return { client: client as SavedObjectsClientContract, changed };
}

describe('taking our panels off dashboards', () => {
  it('leaves the other panels with their references, and says how many went', async () => {
    const { client, changed } = clientOf([
      aDashboard('mixed', ['lens', panelTypes.swimLane, panelTypes.table]),
      aDashboard('others', ['lens']),
    ]);
    expect(await removePanels(client)).toEqual({
      removed: [{ id: 'mixed', name: 'Title of mixed', panels: 2 }],
      failed: [],
    });
    expect(changed).toEqual([
      {
        id: 'mixed',
        attributes: { panelsJSON: JSON.stringify([{ type: 'lens', panelIndex: '0' }]) },
        options: {
          version: 'version of mixed',
          references: [{ name: '0:view', type: 'index-pattern', id: 'v' }],
        },
      },
    ]);
  });

  it('names what it may not change, and goes on with the rest', async () => {
    const { client } = clientOf(
      [aDashboard('locked', [panelTypes.incidents]), aDashboard('mine', [panelTypes.timeline])],
      'locked'
    );
    expect(await removePanels(client)).toEqual({
      removed: [{ id: 'mine', name: 'Title of mine', panels: 1 }],
      failed: [{ id: 'locked', name: 'Title of locked', reason: 'Unable to update dashboard' }],
    });
  });

  it('looks through all pages, and past a dashboard that cannot be read', async () => {
    const broken = aDashboard('broken', []);
    broken.attributes.panelsJSON = '{';
    const many = Array.from({ length: 150 }, (_, index) => aDashboard(`d${index}`, ['lens']));
    const { client } = clientOf([broken, ...many, aDashboard('last', [panelTypes.table])]);
    expect((await removePanels(client)).removed).toMatchObject([{ id: 'last' }]);
  });
});
