// What a browser has, jsdom has not, and EUI and the charts cannot do without.

Object.assign(window, { CSS: { supports: () => false, escape: (text: string) => text } });

class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.ResizeObserver = NoResizeObserver;

// A canvas that draws nothing, and measures text at 8 pixels a letter.
const nothing = (): void => {};
const context: object = new Proxy(
  { measureText: (text: string) => ({ width: 8 * text.length }) },
  { get: (known, name) => (name in known ? known[name as keyof typeof known] : nothing) }
);
Object.assign(HTMLCanvasElement.prototype, { getContext: () => context });
