import * as t from 'io-ts';

import { integer, withDefault } from './codecs';
import { RECORD_MIN_SCORE } from './severity';

export const MAX_PANEL_LANES = 100;

/**
 * What a panel shows. It stands in the dashboard, among what Kibana itself keeps of a panel, so what is not known is left alone;
 * what is missing takes its default.
 */
export const panelSettingsCodec = t.type({
  /** The detector's id; empty where none has been chosen. */
  detectorId: withDefault(t.string, ''),
  /** Its name when it was chosen, to say which one is missing where a dashboard was taken to; empty where that is not known. */
  detectorName: withDefault(t.string, ''),
  /** None: all of them. The timeline shows the first, and without one the worst. */
  entities: withDefault(t.array(t.string), []),
  /** Records below are not shown, 0 to 100. */
  minScore: withDefault(t.number, RECORD_MIN_SCORE),
  /** Records whose strongest signal is another are not shown; none: all signals. The timeline shows these alone. */
  signals: withDefault(t.array(t.string), []),
  /** Entities of a swim lane, rows of a table. */
  lanes: withDefault(integer(1, MAX_PANEL_LANES), 10),
});
export type PanelSettings = t.TypeOf<typeof panelSettingsCodec>;
