import { Axis, BarSeries, Chart, Position, ScaleType, Settings } from '@elastic/charts';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { SCORE_BIN, type ScoreDistribution as Distribution } from '../../common/model_scores';
import { RECORD_MIN_SCORE, severityBandOf, severityBands } from '../../common/severity';
import { usePanelTheme, type ChartSurroundings } from './chart_theme';
import { useSeverityColors } from './severity_colors';
import { severityLabel } from './severity_label';
import { formatCount } from './signal_format';

const HEIGHT = 180;

/** What the bars say, in words. */
export const describeDistribution = ({ records, buckets }: Distribution): string =>
  i18n.translate('anomalyDetector.distribution.words', {
    defaultMessage:
      'Of {buckets} buckets {critical} are critical, {major} major, {minor} minor and {warning} warnings; the others score less than {least} and are not recorded.',
    values: {
      buckets: formatCount(buckets),
      critical: formatCount(records.critical),
      major: formatCount(records.major),
      minor: formatCount(records.minor),
      warning: formatCount(records.warning),
      least: RECORD_MIN_SCORE,
    },
  });

/** How many buckets of a day have which record score, from that of a record on. */
export function ScoreDistribution({
  distribution,
  surroundings: { baseTheme },
}: {
  distribution: Distribution;
  surroundings: ChartSurroundings;
}) {
  const panelTheme = usePanelTheme();
  const colors = useSeverityColors();
  const data = distribution.bins.map((buckets, place) => {
    const score = Math.max(place * SCORE_BIN, RECORD_MIN_SCORE);
    return { score: place * SCORE_BIN, buckets, severity: severityBandOf(score).severity };
  });
  return (
    <Chart size={{ height: HEIGHT }}>
      <Settings
        baseTheme={baseTheme}
        theme={panelTheme}
        showLegend={false}
        ariaLabel={i18n.translate('anomalyDetector.distribution.label', {
          defaultMessage: 'Buckets by record score',
        })}
        ariaDescription={describeDistribution(distribution)}
      />
      <Axis
        id="score"
        position={Position.Bottom}
        title={i18n.translate('anomalyDetector.distribution.score', {
          defaultMessage: 'Record score',
        })}
        tickFormat={(score) => String(score)}
      />
      <Axis
        id="buckets"
        position={Position.Left}
        title={i18n.translate('anomalyDetector.distribution.buckets', {
          defaultMessage: 'Buckets',
        })}
        tickFormat={(buckets) => (Number.isInteger(buckets) ? formatCount(Number(buckets)) : '')}
        gridLine={{ visible: true }}
      />
      {severityBands
        .filter(({ minScore }) => minScore >= RECORD_MIN_SCORE)
        .map(({ severity }) => (
          <BarSeries
            key={severity}
            id={severityLabel(severity)}
            xScaleType={ScaleType.Linear}
            yScaleType={ScaleType.Linear}
            xAccessor="score"
            yAccessors={['buckets']}
            stackAccessors={['score']}
            color={colors[severity]}
            minBarHeight={1}
            data={data.map((bin) => ({
              ...bin,
              buckets: bin.severity === severity ? bin.buckets : 0,
            }))}
          />
        ))}
    </Chart>
  );
}
