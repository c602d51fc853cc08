import { useEffect, useMemo, useState } from 'react';

import { chartBaseTheme, type ChartSurroundings } from '../charts/chart_theme';
import { useServices } from './app_services';

/** What Kibana's settings mean for charts; changes with the dark mode. */
export function useChartSurroundings(): ChartSurroundings {
  const { theme$, timeFormat } = useServices();
  const [darkMode, setDarkMode] = useState(false);

  useEffect(() => {
    const subscription = theme$.subscribe((theme) => setDarkMode(theme.darkMode));
    return () => subscription.unsubscribe();
  }, [theme$]);

  return useMemo(
    () => ({
      baseTheme: chartBaseTheme(darkMode),
      timeZone: timeFormat.timeZone,
      formatTime: (time) => timeFormat.format(time),
    }),
    [darkMode, timeFormat]
  );
}
