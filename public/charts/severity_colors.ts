import { euiPaletteColorBlind, useEuiTheme } from '@elastic/eui';

import type { Severity } from '../../common/severity';

/**
 * Colours of the severities, in the order people know from Elastic's machine learning (grey, blue, yellow,
 * orange, red), taken from EUI's palette for the colour-blind. Never the only sign of a severity.
 */
export function useSeverityColors(): Record<Severity, string> {
  const { euiTheme } = useEuiTheme();
  const palette = euiPaletteColorBlind();
  return {
    low: euiTheme.colors.mediumShade,
    warning: palette[1],
    minor: palette[5],
    major: palette[7],
    critical: euiTheme.colors.danger,
  };
}
