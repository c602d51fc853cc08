import type { Detector } from '../../common/detector';
import type { ListedRecord } from '../../common/record';
import { type Picture, severityColors } from './draw';

export interface ReportContent {
  detector: Detector;
  /** ISO 8601 */
  from: string;
  to: string;
  madeAt: string;
  total: number;
  /** Worst first. */
  worst: readonly ListedRecord[];
  pictures: readonly Picture[];
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Pictures are drawn on white, also where the reader prefers a dark page: each is the PNG that lies beside it. */
const STYLE = `
:root { color-scheme: light dark; --text: #343741; --quiet: #5a606b; --page: #fff; --line: #d3dae6; }
@media (prefers-color-scheme: dark) { :root { --text: #dfe5ef; --quiet: #a2abba; --page: #1d1e24; --line: #343741; } }
body { font: 15px/1.5 Inter, "Helvetica Neue", Arial, sans-serif; color: var(--text); background: var(--page); margin: 2rem auto; max-width: 1140px; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin-bottom: 0; } h2 { margin-top: 2.5rem; }
figure { margin: 1.5rem 0; } figure svg { display: block; max-width: 100%; height: auto; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.severity { padding: 0 0.5rem; border-radius: 3px; color: #1a1c21; white-space: nowrap; }
.quiet { color: var(--quiet); }`;

/** To the minute: 2026-03-14 09:26 UTC. */
const minuteOf = (time: string): string =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A page that needs nothing beside itself. */
export function reportPage(content: ReportContent): string {
  const { detector, from, to, madeAt, total, worst, pictures } = content;
  const { settings, status } = detector;
  const rows = worst.map(
    (record) =>
      `<tr><td>${escaped(record['@timestamp'].replace('.000Z', 'Z'))}</td>` +
      `<td><span class="severity" style="background:${severityColors[record.severity]}">${record.severity} ${Math.round(record.record_score)}</span></td>` +
      `<td>${escaped(record.entity)}</td><td>${escaped(record.description)}</td></tr>`
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(settings.name)}: anomalies</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(settings.name)}</h1>
<p class="quiet">Anomalies of ${escaped(settings.indexPattern)} from ${minuteOf(from)} to ${minuteOf(to)}; made at ${minuteOf(madeAt)}</p>
<p>${total.toLocaleString('en-US')} anomalous buckets, each compared with the same time of the week of the same service; ${
    status.activeModelNumber === null ? 'no model yet' : `model ${status.activeModelNumber}`
  }${status.scoredUpTo === null ? '' : `, scored up to ${minuteOf(status.scoredUpTo)}`}. Scores: 50 and more is <em>major</em>, 75 and more <em>critical</em>.</p>
${pictures.map(({ title, svg }) => `<figure role="img" aria-label="${escaped(title)}">${svg}</figure>`).join('\n')}
<h2>The worst</h2>
${
  rows.length === 0
    ? '<p>Nothing was anomalous in this time.</p>'
    : `<table><thead><tr><th scope="col">Time (UTC)</th><th scope="col">Severity</th><th scope="col">Service</th><th scope="col">What</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`
}
</main>
</body>
</html>
`;
}
