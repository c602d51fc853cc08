import { Resvg } from '@resvg/resvg-js';
import { init } from 'echarts';

import { type Severity } from '../../common/severity';

export interface Picture {
  /** What it shows, for whoever cannot see it. */
  title: string;
  svg: string;
}

/** The colours of Elastic's machine learning, so that people read both the same way. */
export const severityColors: Readonly<Record<Severity, string>> = {
  low: '#d2e9f7',
  warning: '#8bc8fb',
  minor: '#fdec25',
  major: '#fba740',
  critical: '#fe5050',
};
/** Around marks, so that yellow and light blue are seen on white, too. */
export const OUTLINE = { borderColor: '#343741', borderWidth: 0.75 } as const;
export const LINE = '#006bb4';
export const BAND = '#98c5e3';

export const WIDTH = 1_100;
const FONT = 'Inter, Helvetica Neue, DejaVu Sans, Liberation Sans, Arial, sans-serif';

/** Times in UTC, as the tables beside the pictures give them. */
export const TIME_AXIS = {
  type: 'time',
  axisLabel: {
    formatter: {
      year: '{yyyy}',
      month: '{MM}-{dd}',
      day: '{MM}-{dd}',
      hour: '{HH}:{mm}',
      minute: '{HH}:{mm}',
    },
  },
} as const;

/** Draws the option of a chart of Apache ECharts, without a browser. */
export function draw(title: string, height: number, option: object): Picture {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      useUTC: true,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: FONT },
      title: { text: title, left: 16, top: 10, textStyle: { fontSize: 16, fontWeight: 600 } },
      ...option,
    });
    return { title, svg: chart.renderToSVGString() };
  } finally {
    chart.dispose();
  }
}

/** The same picture as PNG, twice as fine. */
export const pngOf = ({ svg }: Picture): Buffer =>
  new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
  })
    .render()
    .asPng();

/** The room that names beside an axis take up, px; those that are cut at 34 characters fit. */
export const roomFor = (names: readonly string[]): number =>
  40 + 6.5 * Math.max(10, ...names.map((name) => name.length));

/** `text` in at most `length` characters. */
export const shortened = (text: string, length = 34): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
