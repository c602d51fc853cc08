import {
  DARK_THEME,
  LIGHT_THEME,
  niceTimeFormatter,
  timeFormatter,
  type PartialTheme,
  type Theme,
  type TickFormatter,
} from '@elastic/charts';
import { useEuiTheme } from '@elastic/eui';

/** What a chart needs from its surroundings; charts take it as props, so that they can stand anywhere. */
export interface ChartSurroundings {
  baseTheme: Theme;
  /** IANA name of the zone that times are shown in. */
  timeZone: string;
  /** Shows a full time. */
  formatTime: (time: number) => string;
}

export const chartBaseTheme = (darkMode: boolean): Theme => (darkMode ? DARK_THEME : LIGHT_THEME);

/** The chart's background and grid as EUI's panels have them. */
export function usePanelTheme(): PartialTheme {
  const { colors } = useEuiTheme().euiTheme;
  const gridLine = { stroke: colors.lightShade, strokeWidth: 1, opacity: 1 };
  return {
    background: { color: colors.emptyShade },
    axes: { gridLine: { horizontal: gridLine, vertical: gridLine } },
  };
}

const DAY_MS = 86_400_000;

/** Shows the times of an axis over `range` (epoch ms): up to a day and a half the hour is enough. */
export const timeAxisFormatter = ({ from, to }: { from: number; to: number }): TickFormatter =>
  to - from <= 1.5 * DAY_MS ? timeFormatter('HH:mm') : niceTimeFormatter([from, to]);
