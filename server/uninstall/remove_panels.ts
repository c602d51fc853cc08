import type { SavedObject, SavedObjectsClientContract } from '@kbn/core/server';

import { isPanelType } from '../../common/panel_types';
import type { UninstallResponse } from '../../common/uninstall';
import { messageOf } from '../errors';

const PAGE = 100;

interface Dashboard {
  title?: string;
  panelsJSON?: string;
}

interface StoredPanel {
  type?: string;
  panelIndex?: string;
}

function panelsOf(panelsJSON: string | undefined): StoredPanel[] {
  try {
    const panels: unknown = JSON.parse(panelsJSON ?? '[]');
    return Array.isArray(panels) ? (panels as StoredPanel[]) : [];
  } catch {
    // A dashboard that cannot be read holds no panels that Kibana could show.
    return [];
  }
}

const isOurs = ({ type }: StoredPanel): boolean => type !== undefined && isPanelType(type);

/** Takes our panels off the dashboards of the client's space, as far as it may change them; all else on them stays. */
export async function removePanels(
  client: SavedObjectsClientContract
): Promise<UninstallResponse['dashboards']> {
  const outcome: UninstallResponse['dashboards'] = { removed: [], failed: [] };
  for (const dashboard of await dashboardsWithPanels(client)) {
    const { id, attributes } = dashboard;
    const panels = panelsOf(attributes.panelsJSON);
    const gone = panels.filter(isOurs);
    const name = attributes.title ?? id;
    try {
      await client.update<Dashboard>(
        'dashboard',
        id,
        { panelsJSON: JSON.stringify(panels.filter((panel) => !isOurs(panel))) },
        {
          // Without a version, what somebody saved in between would be lost.
          version: dashboard.version,
          references: (dashboard.references ?? []).filter(
            ({ name: reference }) =>
              !gone.some(({ panelIndex }) => reference.startsWith(`${panelIndex}:`))
          ),
        }
      );
      outcome.removed.push({ id, name, panels: gone.length });
    } catch (error) {
      outcome.failed.push({ id, name, reason: messageOf(error) });
    }
  }
  return outcome;
}

async function dashboardsWithPanels(
  client: SavedObjectsClientContract
): Promise<Array<SavedObject<Dashboard>>> {
  const found: Array<SavedObject<Dashboard>> = [];
  for (let page = 1; ; page++) {
    const answer = await client.find<Dashboard>({ type: 'dashboard', perPage: PAGE, page });
    found.push(
      ...answer.saved_objects.filter(({ attributes }) =>
        panelsOf(attributes.panelsJSON).some(isOurs)
      )
    );
    if (page * PAGE >= answer.total || answer.saved_objects.length === 0) return found;
  }
}
