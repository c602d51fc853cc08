import type { SavedObjectReference } from '@kbn/core/server';

import type { PanelSettings } from '../../common/panel';
import { panelTypes, type PanelKind } from '../../common/panel_types';

/** Where a panel stands on the grid of a dashboard, which is 48 wide. */
interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A panel as a dashboard's saved object holds it. */
export interface DashboardPanel {
  panelIndex: string;
  type: string;
  gridData: Place & { i: string };
  embeddableConfig: object;
  version: string;
}

/** Which version of Kibana's panels this is written in; newer Kibanas bring it up to date themselves. */
const PANEL_VERSION = '8.12.2';

/** The state of Lens, as its saved panels hold it, for a chart on one data view. */
export interface LensChart {
  title: string;
  visualizationType: string;
  references: SavedObjectReference[];
  state: object;
}

export interface DashboardContents {
  panelsJSON: string;
  references: SavedObjectReference[];
}

/** Gathers panels, and the references that Kibana needs to carry a dashboard to another place. */
export class DashboardLayout {
  private readonly panels: DashboardPanel[] = [];
  private readonly references: SavedObjectReference[] = [];

  /** One of our panels. */
  addOwn(kind: PanelKind, place: Place, settings: Partial<PanelSettings>, title?: string): this {
    return this.add(panelTypes[kind], place, { ...settings, ...(title ? { title } : {}) }, []);
  }

  addLens(place: Place, { title, ...chart }: LensChart): this {
    const attributes = { title, ...chart };
    return this.add('lens', place, { title, attributes, enhancements: {} }, chart.references);
  }

  contents(): DashboardContents {
    return { panelsJSON: JSON.stringify(this.panels), references: this.references };
  }

  private add(
    type: string,
    place: Place,
    embeddableConfig: object,
    references: SavedObjectReference[]
  ): this {
    const index = `panel-${this.panels.length + 1}`;
    this.panels.push({
      panelIndex: index,
      type,
      gridData: { ...place, i: index },
      embeddableConfig,
      version: PANEL_VERSION,
    });
    this.references.push(
      ...references.map(({ name, ...reference }) => ({ ...reference, name: `${index}:${name}` }))
    );
    return this;
  }
}
