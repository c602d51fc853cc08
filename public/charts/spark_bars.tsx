import { useEuiTheme } from '@elastic/eui';
import React from 'react';

import { severityBandOf } from '../../common/severity';
import { useSeverityColors } from './severity_colors';

const WIDTH = 144;
const HEIGHT = 24;
/** So that the least anomaly is still to be seen. */
const LEAST_BAR = 3;

interface Props {
  cells: ReadonlyArray<{ time: number; score: number }>;
  intervalMs: number;
  /** Epoch ms. */
  range: { from: number; to: number };
  /** What is shown, in words. */
  label: string;
}

/** The highest scores over time in the space of a word: as high and as coloured as they are severe. */
export function SparkBars({ cells, intervalMs, range, label }: Props) {
  const { euiTheme } = useEuiTheme();
  const colors = useSeverityColors();
  const perMs = WIDTH / (range.to - range.from);
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        stroke={euiTheme.colors.lightShade}
      />
      {cells.map(({ time, score }) => {
        const height = Math.max(LEAST_BAR, (score / 100) * HEIGHT);
        const start = Math.max(0, (time - range.from) * perMs);
        return (
          <rect
            key={time}
            x={start}
            y={HEIGHT - height}
            width={Math.max(2, intervalMs * perMs)}
            height={height}
            fill={colors[severityBandOf(score).severity]}
          />
        );
      })}
    </svg>
  );
}
