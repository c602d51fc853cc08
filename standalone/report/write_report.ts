import fs from 'node:fs';
import path from 'node:path';

import type { Detector } from '../../common/detector';
import type { ListedRecord } from '../../common/record';
import type { DetectorClient } from '../kibana_api/detector_client';
import { type Picture, pngOf } from './draw';
import { anomaliesByEntity, anomaliesOverTime, scoreDistribution } from './overview_charts';
import { reportPage } from './page';
import { signalChart } from './signal_chart';

const MOST_RECORDS = 1_000;
const WORST_SHOWN = 50;
/** Of so many services or endpoints the signals are drawn, so many each. */
const CHARTED = { entities: 4, signals: 2 };
const LANES = 25;
/** About as much as a person takes for one occurrence, before and after the anomalies. */
const AROUND_MS = 6 * 3_600_000;

export interface WrittenReport {
  /** Names in the folder. */
  files: string[];
  total: number;
  worst: ListedRecord[];
}

/**
 * Writes `report.html` and its pictures into a folder, which is there.
 * @throws KibanaApiError, and errors of the file system
 */
export async function writeReport(
  client: DetectorClient,
  detector: Detector,
  range: { from: string; to: string },
  folder: string,
  now: Date
): Promise<WrittenReport> {
  const { total, anomalies } = await client.anomalies({
    detectorId: detector.id,
    ...range,
    sort: 'score',
    size: MOST_RECORDS,
  });
  const lanes = await client.swimLane(detector.id, { ...range, lanes: LANES });
  const models = await client.models(detector.id);
  const model = models.find(({ id }) => id === detector.status.activeModelId) ?? models[0];
  const limits = { from: Date.parse(range.from), to: Date.parse(range.to) };

  const named: [name: string, picture: Picture][] = [
    ['service_anomaly_detection', anomaliesByEntity(anomalies, total)],
    ['service_monitor_anomalies', anomaliesOverTime(lanes, limits)],
  ];
  const signals = await signalPictures(client, detector.id, anomalies, limits);
  signals.forEach((picture, index) => named.push([`signal_${index + 1}`, picture]));
  const scores = model && scoreDistribution(model);
  if (scores) named.push(['model_scores', scores]);

  for (const [name, picture] of named) {
    fs.writeFileSync(path.join(folder, `${name}.png`), pngOf(picture));
  }
  const worst = anomalies.slice(0, WORST_SHOWN);
  fs.writeFileSync(
    path.join(folder, 'report.html'),
    reportPage({
      detector,
      ...range,
      madeAt: now.toISOString(),
      total,
      worst,
      pictures: named.map(([, picture]) => picture),
    })
  );
  return { files: ['report.html', ...named.map(([name]) => `${name}.png`)], total, worst };
}

/** The signals that stood out most, around the worst anomaly of each of the worst services or endpoints. */
async function signalPictures(
  client: DetectorClient,
  detectorId: string,
  anomalies: readonly ListedRecord[],
  limits: { from: number; to: number }
): Promise<Picture[]> {
  const worstOf = new Map<string, ListedRecord>();
  for (const record of anomalies) {
    if (!worstOf.has(record.entity)) worstOf.set(record.entity, record);
  }
  const pictures: Picture[] = [];
  for (const [entity, worst] of [...worstOf].slice(0, CHARTED.entities)) {
    const at = Date.parse(worst['@timestamp']);
    const from = new Date(Math.max(limits.from, at - AROUND_MS)).toISOString();
    const to = new Date(Math.min(limits.to, at + AROUND_MS)).toISOString();
    const series = await client.signals(detectorId, { from, to, entity });
    const own = anomalies.filter((record) => {
      const time = record['@timestamp'];
      return record.entity === entity && time >= from && time < to;
    });
    for (const signal of [...new Set(own.map((record) => record.signal))].slice(
      0,
      CHARTED.signals
    )) {
      const picture = signalChart(entity, series, signal, own);
      if (picture) pictures.push(picture);
    }
  }
  return pictures;
}
