import type { CoreTheme } from '@kbn/core/public';

import { createState, type State } from './state';

const STORAGE_KEY = 'anomalyDetectorHost.darkMode';

/** Light or dark, as chosen last in this browser; the style sheet of the page follows. */
export function createTheme(stylesheet: HTMLLinkElement): State<CoreTheme> {
  const theme = createState<CoreTheme>({ darkMode: localStorage.getItem(STORAGE_KEY) === 'true' });
  theme.subscribe(({ darkMode }) => {
    localStorage.setItem(STORAGE_KEY, String(darkMode));
    const href = stylesheet.href.replace(
      /theme_\w+\.css/,
      `theme_${darkMode ? 'dark' : 'light'}.css`
    );
    if (href !== stylesheet.href) stylesheet.href = href;
  });
  return theme;
}
