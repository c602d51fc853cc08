// The part of Apache ECharts that draws without a browser.
declare module 'echarts' {
  export interface StaticChart {
    setOption(option: object): void;
    renderToSVGString(): string;
    dispose(): void;
  }

  export function init(
    dom: null,
    theme: null,
    options: { renderer: 'svg'; ssr: true; width: number; height: number }
  ): StaticChart;
}
