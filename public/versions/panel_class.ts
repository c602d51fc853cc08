import { Embeddable, type EmbeddableInput, type IContainer } from '@kbn/embeddable-plugin/public';
import type { CoreStart } from '@kbn/core/public';

import { panelTypes, type PanelKind } from '../../common/panel_types';
import { askSettings } from '../panels/ask_settings';
import { mountPanel, type MountedPanel } from '../panels/mount_panel';
import type { OurPanel, PanelInput } from '../panels/panel_input';
import { panelTitle } from '../panels/panel_kinds';
import { panelSettingsOf } from '../panels/panel_settings';
import type { PublicStartPlugins } from '../plugin';

/** Where a dashboard has no time range of its own. */
const DEFAULT_RANGE = { from: 'now-24h', to: 'now' };

/** A panel as Kibana up to 8.17 knows it. The settings stand in its explicit input, beside what Kibana keeps there. */
export class ClassPanel extends Embeddable implements OurPanel {
  readonly type: string;
  private mounted: MountedPanel | undefined;
  private reloads = 0;
  private readonly subscription: { unsubscribe(): void };

  constructor(
    private readonly kind: PanelKind,
    input: EmbeddableInput,
    private readonly core: CoreStart,
    private readonly plugins: PublicStartPlugins,
    parent: IContainer | undefined
  ) {
    super(
      input,
      { defaultTitle: panelTitle(kind), editable: true, editableWithExplicitInput: true },
      parent
    );
    this.type = panelTypes[kind];
    this.subscription = this.getInput$().subscribe(() => this.show());
  }

  getPanelInput(): PanelInput {
    const input = this.getInput();
    return {
      settings: panelSettingsOf(input),
      timeRange: input.timeRange ?? DEFAULT_RANGE,
      filters: input.filters ?? [],
      query: input.query,
      refresh: this.reloads,
      ...(input.viewMode === 'edit' ? { askAnew: () => void this.askAnew() } : {}),
    };
  }

  private async askAnew(): Promise<void> {
    const choice = await askSettings(this.kind, this.getInput(), this.core, this.plugins);
    if (choice) this.updateInput({ ...choice.settings, title: choice.title || undefined });
  }

  override render(element: HTMLElement): void {
    super.render(element);
    this.mounted?.unmount();
    this.mounted = mountPanel(this.kind, element, this.core, this.plugins);
    this.show();
  }

  override reload(): void {
    this.reloads++;
    this.show();
  }

  override destroy(): void {
    this.subscription.unsubscribe();
    this.mounted?.unmount();
    super.destroy();
  }

  private show(): void {
    this.mounted?.show(this.getPanelInput());
  }
}
