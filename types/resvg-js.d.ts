// The part of resvg-js that is used.
declare module '@resvg/resvg-js' {
  export interface ResvgOptions {
    background?: string;
    fitTo?: { mode: 'zoom'; value: number };
    font?: { loadSystemFonts?: boolean; defaultFontFamily?: string };
  }

  export class Resvg {
    constructor(svg: string, options?: ResvgOptions);
    render(): { asPng(): Buffer };
  }
}
