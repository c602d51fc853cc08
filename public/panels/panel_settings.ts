import { isRight } from 'fp-ts/lib/Either';

import { panelSettingsCodec, type PanelSettings } from '../../common/panel';

const DEFAULTS: PanelSettings = (() => {
  const decoded = panelSettingsCodec.decode({});
  if (!isRight(decoded)) throw new Error('The settings of a panel have no defaults');
  return decoded.right;
})();

/** The settings among what a dashboard keeps of a panel; a part that cannot be read takes its default. */
export function panelSettingsOf(state: object): PanelSettings {
  const given = state as Record<string, unknown>;
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS)) {
    const decoded = panelSettingsCodec.decode({ ...DEFAULTS, [key]: given[key] });
    if (isRight(decoded)) settings[key] = decoded.right[key as keyof PanelSettings];
  }
  return settings as PanelSettings;
}
