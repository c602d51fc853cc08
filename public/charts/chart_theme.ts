import { DARK_THEME, LIGHT_THEME, type Theme } from '@elastic/charts';

/** What a chart needs from its surroundings; charts take it as props, so that they can stand anywhere. */
export interface ChartSurroundings {
  baseTheme: Theme;
  /** IANA name of the zone that times are shown in. */
  timeZone: string;
  /** Shows a full time. */
  formatTime: (time: number) => string;
}

export const chartBaseTheme = (darkMode: boolean): Theme => (darkMode ? DARK_THEME : LIGHT_THEME);
