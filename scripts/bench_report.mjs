// Writes the figures of docs/detection.md and its charts from what the benchmarks measured:
//
//   npm run bench:report -- --detection FILE --speed FILE [--nab FILE]
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { detection: { type: 'string' }, speed: { type: 'string' }, nab: { type: 'string' } },
});
const page = path.join(root, 'docs/detection.md');

const names = {
  product: 'Anomaly Detector',
  random_cut_forest: 'random cut forest',
  isolation_forest: 'isolation forest on raw features',
  seasonal_z: 'seasonal robust z',
};
const colours = {
  product: '#0b64dd',
  random_cut_forest: '#d6741c',
  isolation_forest: '#5a8a3a',
  seasonal_z: '#8a5ab0',
};
const two = (value) => value.toFixed(2);
const words = (kind) => kind.replaceAll('_', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Replaces what stands between a pair of comments in the page. */
function put(name, text) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const before = fs.readFileSync(page, 'utf8');
  const from = before.indexOf(begin) + begin.length;
  const to = before.indexOf(end);
  if (to < 0) throw new Error(`docs/detection.md has no place for "${name}".`);
  fs.writeFileSync(page, `${before.slice(0, from)}\n\n${text}\n\n${before.slice(to)}`);
}

const svg = (width, height, title, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="13">\n` +
  `<rect width="${width}" height="${height}" fill="#ffffff"/>\n<text x="16" y="24" font-size="15">${title}</text>\n${body}\n</svg>\n`;

function curveChart(curves) {
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

function kindsChart(kinds) {
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

if (values.detection) {
  const report = JSON.parse(fs.readFileSync(values.detection, 'utf8'));
  const all = { product: report.ours, ...report.baselines };
  const rows = Object.entries(all).map(([name, result]) => [
    names[name],
    result.recall.toFixed(3),
    two(result.falseAlarmsPerEntityWeek),
    result.recallAtEqualFalseAlarms.toFixed(3),
    two(result.precision),
    result.medianDelayBuckets,
  ]);
  const summary = table(
    [
      'method',
      'recall',
      'false alarms per entity and week',
      'recall at equal false alarms',
      'precision',
      'median delay, buckets',
    ],
    rows
  );
  const kinds = table(
    ['kind', 'incidents', ...Object.keys(all).map((name) => names[name])],
    Object.keys(report.ours.kinds).map((kind) => [
      words(kind),
      report.ours.kinds[kind].n,
      ...Object.values(all).map(({ kinds: of }) => {
        const { recall, low, high } = of[kind];
        return `${two(recall)} (${two(low)}–${two(high)})`;
      }),
    ])
  );
  const { sensitivity, lowVolume } = report.ours;
  const sensitivities = table(
    ['sensitivity', 'recall', 'false alarms per entity and week', 'precision'],
    Object.entries(sensitivity).map(([name, result]) => [
      name,
      result.recall.toFixed(3),
      two(result.falseAlarmsPerEntityWeek),
      two(result.precision),
    ])
  );
  const lowVolumeKinds = Object.entries(lowVolume.kinds)
    .map(([kind, { recall, n }]) => `${words(kind)} ${two(recall)} of ${n}`)
    .join(', ');
  const days = Object.entries(report.ours.lookAlikes)
    .map(
      ([day, { perEntity, most }]) =>
        `${words(day)}: ${two(perEntity)} false alarms per entity, at most ${most} on one`
    )
    .join('; ');
  put(
    'detection figures',
    `Reported seeds: ${report.seeds.join(', ')}; thresholds of the baselines are from seeds ${report.development.join(', ')}.\n\n${summary}\n\nLook-alikes: ${days}.\n\n${kinds}\n\n${sensitivities}\n\nOf endpoints of half a request to five requests in a bucket, ${lowVolume.recall.toFixed(3)} at ${two(lowVolume.falseAlarmsPerEntityWeek)} false alarms per entity and week: ${lowVolumeKinds}.`
  );
  fs.mkdirSync(path.join(root, 'docs/images'), { recursive: true });
  fs.writeFileSync(path.join(root, 'docs/images/detection_curve.svg'), curveChart(report.curves));
  fs.writeFileSync(
    path.join(root, 'docs/images/detection_kinds.svg'),
    kindsChart(report.ours.kinds)
  );
}

/** NAB's figures stand beside the others of detection, or in a file of their own. */
const nab = values.nab ?? values.detection;
if (nab) {
  const { nab: figures } = JSON.parse(fs.readFileSync(nab, 'utf8'));
  if (figures !== undefined) putNab(figures);
}

function putNab({ details, atAlarmScore }) {
  const one = (value) => value?.toFixed(1) ?? '–';
  const rows = Object.entries(details).map(([name, { standard, ownScorer, total }]) => [
    name === 'isolation_forest' ? 'isolation forest on lagged values' : names[name],
    one(standard),
    one(ownScorer),
    `${total.found} of ${total.windows}`,
    total.falseAlarms,
  ]);
  const methods = table(
    ['method', 'standard', "by NAB's own scorer", 'windows found', 'false alarms'],
    rows
  );
  const folders = table(
    ['folder', 'windows found', 'false alarms', 'what those cost', 'score', 'at most'],
    Object.entries(details.product.categories).map(([name, part]) => [
      name,
      `${part.found} of ${part.windows}`,
      part.falseAlarms,
      two(part.falseAlarmCost),
      two(part.score),
      part.windows,
    ])
  );
  const { standard, found, falseAlarmsPerWeek } = atAlarmScore;
  put(
    'nab figures',
    `${methods}\n\nThe product by folder:\n\n${folders}\n\nAt the record score from which the product alarms it scores ${one(standard)}: ${found} windows found, ${two(falseAlarmsPerWeek)} false alarms per series and week.`
  );
}

if (values.speed) {
  const { rows, singleRowMicros, serialisedBytes, loadMillis } = JSON.parse(
    fs.readFileSync(values.speed, 'utf8')
  );
  const ms = (seconds) => (seconds === null ? '–' : `${(seconds * 1e3).toFixed(1)} ms`);
  const us = (seconds) => (seconds === null ? '–' : `${(seconds * 1e6).toFixed(2)} µs`);
  const lines = Object.entries(rows).flatMap(([count, { fit, scorePerRow: score, auc }]) => [
    [`${count}: fit`, ms(fit.ours), '', ms(fit.sklearn), ms(fit.reference)],
    [
      `${count}: a row`,
      us(score.ours),
      us(score.oursPlain),
      us(score.sklearn),
      us(score.reference),
    ],
    [
      `${count}: AUC`,
      ...[auc.ours, auc.oursPlain, auc.sklearn, auc.reference].map(
        (value) => value?.toFixed(4) ?? '–'
      ),
    ],
  ]);
  put(
    'speed figures',
    `${table(['rows', 'range-aware', 'plain', 'scikit-learn', 'ml-isolation-forest'], lines)}\n\nA row that comes alone takes ${singleRowMicros.toFixed(1)} µs. A forest takes ${serialisedBytes} bytes, and is loaded in ${loadMillis.toFixed(1)} ms.`
  );
}
