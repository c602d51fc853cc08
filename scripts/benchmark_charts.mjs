// The charts of what the benchmarks measured, as SVG.
import { nabName, names, two, words } from './benchmark_tables.mjs';

const colours = {
  product: '#0b64dd',
  random_cut_forest: '#d6741c',
  isolation_forest: '#5a8a3a',
  seasonal_z: '#8a5ab0',
};

const svg = (width, height, title, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="13">\n` +
  `<rect width="${width}" height="${height}" fill="#ffffff"/>\n<text x="16" y="24" font-size="15">${title}</text>\n${body}\n</svg>\n`;

export function curveChart(curves) {
  const x = (rate) => 60 + Math.min(Math.log10(Math.max(rate, 0.02) / 0.02) / 2, 1) * 420;
  const y = (recall) => 330 - recall * 280;
  const parts = [0, 0.25, 0.5, 0.75, 1].map(
    (recall) =>
      `<line x1="60" x2="480" y1="${y(recall)}" y2="${y(recall)}" stroke="#dddddd"/><text x="24" y="${y(recall) + 4}">${recall}</text>`
  );
  for (const rate of [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]) {
    parts.push(`<text x="${x(rate) - 10}" y="350">${rate}</text>`);
  }
  parts.push('<text x="140" y="372">false alarms per entity and week</text>');
  for (const [index, [name, points]] of Object.entries(curves).entries()) {
    const places = points.map((point) => [x(point.falseAlarmsPerEntityWeek), y(point.recall)]);
    parts.push(
      `<polyline fill="none" stroke="${colours[name]}" stroke-width="2" points="${places.map((place) => place.join(',')).join(' ')}"/>`,
      ...places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colours[name]}"/>`),
      `<rect x="500" y="${60 + index * 24}" width="12" height="12" fill="${colours[name]}"/><text x="520" y="${71 + index * 24}">${names[name]}</text>`
    );
  }
  return svg(760, 390, 'Incidents found', parts.join('\n'));
}

export function kindsChart(kinds) {
  const parts = Object.entries(kinds).map(([kind, { recall, low, high }], index) => {
    const y = 56 + index * 28;
    const x = (share) => 180 + share * 420;
    return (
      `<text x="16" y="${y + 5}">${words(kind)}</text>` +
      `<rect x="180" y="${y - 8}" width="${recall * 420}" height="16" fill="#9cc2f0"/>` +
      `<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="#0b3d80" stroke-width="2"/>` +
      `<text x="${x(1) + 12}" y="${y + 5}">${two(recall)}</text>`
    );
  });
  const height = 60 + parts.length * 28;
  return svg(680, height, 'Incidents found by kind, with 95 % intervals', parts.join('\n'));
}

/** The score of each method on the Numenta Anomaly Benchmark, 100 at most. */
export function nabChart({ details }) {
  const parts = Object.entries(details).map(([name, { standard }], index) => {
    const y = 56 + index * 28;
    return (
      `<text x="16" y="${y + 5}">${nabName(name)}</text>` +
      `<rect x="240" y="${y - 8}" width="${Math.max(standard, 0) * 3.6}" height="16" fill="${colours[name]}"/>` +
      `<text x="${248 + Math.max(standard, 0) * 3.6}" y="${y + 5}">${standard.toFixed(1)}</text>`
    );
  });
  return svg(
    680,
    60 + parts.length * 28,
    'Score on the Numenta Anomaly Benchmark',
    parts.join('\n')
  );
}
