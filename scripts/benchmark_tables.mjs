// The figures of what the benchmarks measured, as text in Markdown.
export const names = {
  product: 'Anomaly Detector',
  random_cut_forest: 'random cut forest',
  isolation_forest: 'isolation forest on raw features',
  seasonal_z: 'seasonal robust z',
};
export const two = (value) => value.toFixed(2);
export const words = (kind) => kind.replaceAll('_', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** How many incidents each method found, at how many false alarms. */
export function methodsTable({ ours, baselines }) {
  return table(
    [
      'method',
      'recall',
      'false alarms per entity and week',
      'recall at equal false alarms',
      'precision',
      'median delay, buckets',
    ],
    Object.entries({ product: ours, ...baselines }).map(([name, result]) => [
      names[name],
      result.recall.toFixed(3),
      two(result.falseAlarmsPerEntityWeek),
      result.recallAtEqualFalseAlarms.toFixed(3),
      two(result.precision),
      result.medianDelayBuckets,
    ])
  );
}

/** The same for each kind of incident, with 95 % intervals. */
export function kindsTable({ ours, baselines }) {
  const all = { product: ours, ...baselines };
  return table(
    ['kind', 'incidents', ...Object.keys(all).map((name) => names[name])],
    Object.keys(ours.kinds).map((kind) => [
      words(kind),
      ours.kinds[kind].n,
      ...Object.values(all).map(({ kinds: of }) => {
        const { recall, low, high } = of[kind];
        return `${two(recall)} (${two(low)}–${two(high)})`;
      }),
    ])
  );
}

export const sensitivityTable = ({ ours }) =>
  table(
    ['sensitivity', 'recall', 'false alarms per entity and week', 'precision'],
    Object.entries(ours.sensitivity).map(([name, result]) => [
      name,
      result.recall.toFixed(3),
      two(result.falseAlarmsPerEntityWeek),
      two(result.precision),
    ])
  );

export function lowVolumeSentence({ ours: { lowVolume } }) {
  const kinds = Object.entries(lowVolume.kinds)
    .map(([kind, { recall, n }]) => `${words(kind)} ${two(recall)} of ${n}`)
    .join(', ');
  return `Of endpoints of half a request to five requests in a bucket, ${lowVolume.recall.toFixed(3)} at ${two(lowVolume.falseAlarmsPerEntityWeek)} false alarms per entity and week: ${kinds}.`;
}

export const lookAlikes = ({ ours }) =>
  Object.entries(ours.lookAlikes)
    .map(
      ([day, { perEntity, most }]) =>
        `${words(day)}: ${two(perEntity)} false alarms per entity, at most ${most} on one`
    )
    .join('; ');

export const seedsSentence = ({ seeds, development }) =>
  `Reported seeds: ${seeds.join(', ')}; thresholds of the baselines are from seeds ${development.join(', ')}.`;

/** On a single series the forest sees lagged values. */
export const nabName = (name) =>
  name === 'isolation_forest' ? 'isolation forest on lagged values' : names[name];

const one = (value) => value?.toFixed(1) ?? '–';

export const nabMethodsTable = ({ details }) =>
  table(
    ['method', 'standard', "by NAB's own scorer", 'windows found', 'false alarms'],
    Object.entries(details).map(([name, { standard, ownScorer, total }]) => [
      nabName(name),
      one(standard),
      one(ownScorer),
      `${total.found} of ${total.windows}`,
      total.falseAlarms,
    ])
  );

export const nabFoldersTable = ({ details }) =>
  table(
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

export const nabAlarmSentence = ({ atAlarmScore: { standard, found, falseAlarmsPerWeek } }) =>
  `At the record score from which the product alarms it scores ${one(standard)}: ${found} windows found, ${two(falseAlarmsPerWeek)} false alarms per series and week.`;

export function speedTable({ rows }) {
  const ms = (seconds) => (seconds === null ? '–' : `${(seconds * 1e3).toFixed(1)} ms`);
  const us = (seconds) => (seconds === null ? '–' : `${(seconds * 1e6).toFixed(2)} µs`);
  return table(
    ['rows', 'range-aware', 'plain', 'scikit-learn', 'ml-isolation-forest'],
    Object.entries(rows).flatMap(([count, { fit, scorePerRow: score, auc }]) => [
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
    ])
  );
}

export const speedSentence = ({ singleRowMicros, serialisedBytes, loadMillis }) =>
  `A row that comes alone takes ${singleRowMicros.toFixed(1)} µs. A forest takes ${serialisedBytes} bytes, and is loaded in ${loadMillis.toFixed(1)} ms.`;
