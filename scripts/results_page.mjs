// docs/anomaly_detection_results.md, made of what the benchmarks measured.
import {
  kindsTable,
  lookAlikes,
  lowVolumeSentence,
  methodsTable,
  nabAlarmSentence,
  nabFoldersTable,
  nabMethodsTable,
  names,
  seedsSentence,
  sensitivityTable,
  speedSentence,
  speedTable,
  two,
  words,
} from './benchmark_tables.mjs';

const stateOf = ({ at, commit }) => `${at.slice(0, 10)}${commit ? `, at commit ${commit}` : ''}`;

/** `productAgain`: the later run of the product alone that its figures are of. */
const madeOf = ({ productAgain, ...measured }) =>
  `${stateOf(measured)}${productAgain ? `; the product's own figures ${stateOf(productAgain)}` : ''}`;

const percent = (share) => `${Number((share * 100).toFixed(1))} %`;

/** The kinds that are found least often, worst first. */
const hardest = ({ ours: { kinds } }) =>
  Object.entries(kinds)
    .filter(([, { recall }]) => recall < 0.95)
    .sort(([, a], [, b]) => a.recall - b.recall)
    .map(([kind, { recall }]) => `${words(kind)} (${percent(recall)})`)
    .join(', ');

const nextBest = ({ baselines }) =>
  Object.entries(baselines).sort(
    ([, a], [, b]) => b.recallAtEqualFalseAlarms - a.recallAtEqualFalseAlarms
  )[0];

/** The page, as Markdown. `detection`, `nab` and `speed` are what the benchmarks of these names wrote with `--json`. */
export function resultsPage({ detection, nab, speed }) {
  const { ours } = detection;
  const [next, nextResult] = nextBest(detection);
  const { product, ...peers } = nab.nab.details;
  const [nabNext, nabNextResult] = Object.entries(peers).sort(
    ([, a], [, b]) => b.standard - a.standard
  )[0];
  return `# Anomaly detection results

Written by \`npm run bench:report\` from the figures in \`bench/results\`; how each was measured, and what to make of it, is in [Detection](detection.md#how-well).

- Of ${detection.seeds.length * 60} incidents in made-up traffic **${percent(ours.recall)}** are found at ${two(ours.falseAlarmsPerEntityWeek)} false alarms per entity and week; ${percent(ours.precision)} of the alarms are right. At equal false alarms the next best, ${names[next]}, finds ${percent(nextResult.recallAtEqualFalseAlarms)}.
- Half of them are told in ${ours.medianDelayBuckets === 0 ? 'the bucket in which they begin' : `${ours.medianDelayBuckets} buckets or less after they begin`}.
- Found least: ${hardest(detection)}.
- On the Numenta Anomaly Benchmark it scores **${product.standard.toFixed(1)}**, ${names[nabNext]} in the same run ${nabNextResult.standard.toFixed(1)}.

Traffic and method have one author: trust the order more than the level.

## Incidents in made-up traffic

_Measured ${madeOf(detection.measured)}: \`npm run bench:detection -- --seeds ${detection.seeds[0]}-${detection.seeds.at(-1)} --json FILE\`._

${seedsSentence(detection)}

${methodsTable(detection)}

![Recall against false alarms of each method](images/detection_curve.svg)

Days that look like incidents and are none: ${lookAlikes(detection)}.

### By kind

${kindsTable(detection)}

![Recall by kind of incident](images/detection_kinds.svg)

### By sensitivity

${sensitivityTable(detection)}

### With few requests

${lowVolumeSentence(detection)}

## The Numenta Anomaly Benchmark

_Measured ${madeOf(nab.measured)}: \`npm run bench:nab -- --nab DIR --nab-home DIR --json FILE\`._

${nabMethodsTable(nab.nab)}

![Score of each method](images/nab_scores.svg)

${nabFoldersTable(nab.nab)}

${nabAlarmSentence(nab.nab)}

## Speed of the forest

_Measured ${madeOf(speed.measured)}: \`npm run bench:speed -- --json FILE\`._

${speedTable(speed)}

${speedSentence(speed)}

## What a report looks like

\`anomaly-detector report\` on made-up traffic of \`anomaly-detector generate\` writes pictures such as these.

![Detected anomalies per service, by severity](images/report_service_anomaly_detection.png)

![When which service was anomalous](images/report_service_monitor_anomalies.png)

![A signal with the band in which it was expected, and its anomalies](images/report_signal.png)

![How the model scores the last day that it learned from](images/report_model_scores.png)
`;
}
