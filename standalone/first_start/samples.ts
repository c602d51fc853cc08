import fs from 'node:fs';

import type { Client } from '@elastic/elasticsearch';

import type { Detector } from '../../common/detector';
import { isFinished, type Run } from '../../common/run';
import { collectLog } from '../command_line/collect_log';
import { requireCollected } from '../command_line/collected';
import { type TextOutput } from '../command_line/command_context';
import { requireParser } from '../command_line/log_formats';
import type { Report } from '../elasticsearch/launcher_error';
import type { DetectorClient, PartialSettings } from '../kibana_api/detector_client';
import { followRun } from '../kibana_api/follow_run';
import type { SampleLedger, SampleNote } from './sample_ledger';
import { GENERATED_INDEX, loadTraffic, localTimeZone, trafficBegin } from './sample_traffic';

export const GENERATED = 'generated';
const APACHE = 'apache';
const APACHE_INDEX = 'api-logs-apache';

/** What the samples are loaded into, and what is said meanwhile. */
export interface SampleSurroundings {
  client: Client;
  ledger: SampleLedger;
  /** A real Apache access log; without it there is only generated traffic. */
  apacheLog?: string;
  report: Report;
  /** Shows counts that change, to a person who watches. */
  progress: TextOutput;
  now: () => number;
}

interface Sample {
  name: string;
  settings: PartialSettings;
  /** Whether the detector goes on by itself. */
  runs: boolean;
  load: (note: SampleNote) => Promise<void>;
  /** The time that its logs cover. */
  range: (note: SampleNote) => Promise<{ from: string; to: string }> | { from: string; to: string };
}

/** A detector of a sample, and the time range in which it has something to show. */
export interface SampleView {
  name: string;
  detectorId: string;
  from: string;
  to: string;
}

const iso = (time: number): string => new Date(time).toISOString();

function samplesOf({ client, apacheLog, report, progress }: SampleSurroundings): Sample[] {
  const generated: Sample = {
    name: GENERATED,
    settings: {
      name: 'Generated traffic',
      indexPattern: GENERATED_INDEX,
      timeZone: localTimeZone(),
    },
    runs: true,
    load: async ({ plannedAt }) => {
      report(`Generating three weeks of traffic of four services into ${GENERATED_INDEX}.`);
      const { created, alreadyThere } = await loadTraffic(
        client,
        { plannedAt, from: trafficBegin(plannedAt), to: plannedAt },
        progress
      );
      report(`  ${(created + alreadyThere).toLocaleString('en-US')} requests.`);
    },
    range: ({ plannedAt }) => ({ from: iso(trafficBegin(plannedAt)), to: iso(plannedAt) }),
  };
  if (apacheLog === undefined || !fs.existsSync(apacheLog)) return [generated];
  const apache: Sample = {
    name: APACHE,
    settings: { name: 'Apache access log', indexPattern: APACHE_INDEX },
    runs: false,
    load: async () => {
      report(`Reading the access log ${apacheLog} into ${APACHE_INDEX}.`);
      const log = {
        file: apacheLog,
        service: 'www',
        parser: requireParser({ format: 'combined', service: 'www' }),
      };
      const collected = await collectLog(client, log, APACHE_INDEX, progress);
      requireCollected({ ...collected, file: apacheLog }, 'combined');
      report(`  ${(collected.created + collected.alreadyThere).toLocaleString('en-US')} requests.`);
    },
    range: () => extentOf(client, APACHE_INDEX),
  };
  return [generated, apache];
}

/** The times of the oldest and the newest log of an index. */
async function extentOf(client: Client, index: string): Promise<{ from: string; to: string }> {
  const { aggregations } = await client.search<
    unknown,
    { from: { value: number }; to: { value: number } }
  >({
    index,
    size: 0,
    aggs: { from: { min: { field: '@timestamp' } }, to: { max: { field: '@timestamp' } } },
  });
  return { from: iso(aggregations?.from.value ?? 0), to: iso((aggregations?.to.value ?? 0) + 1) };
}

/** Loads the logs of the samples that are not loaded yet. Cut off, it is taken up by the next call. */
export async function loadSamples(surroundings: SampleSurroundings): Promise<void> {
  const { ledger, now } = surroundings;
  for (const sample of samplesOf(surroundings)) {
    // Whole minutes, as the traffic is drawn, so that what follows joins without a gap.
    const note = await ledger.begin(sample.name, Math.floor(now() / 60_000) * 60_000);
    if (note.loaded) continue;
    await sample.load(note);
    await ledger.change(sample.name, { loaded: true });
  }
}

/**
 * Creates a detector for each sample, scores the time of its logs, and starts the one whose logs go on. What is done is
 * left as it is: also a detector that somebody changed or deleted since.
 * @returns where there is something to see, the best first
 */
export async function showSamples(
  surroundings: SampleSurroundings,
  detectors: DetectorClient
): Promise<SampleView[]> {
  const { ledger, report } = surroundings;
  const views: SampleView[] = [];
  for (const sample of samplesOf(surroundings)) {
    let note = await ledger.read(sample.name);
    if (!note?.loaded) continue;
    if (note.detectorId === null) {
      const { id } = await findOrCreate(detectors, sample.settings);
      note = await ledger.change(sample.name, { detectorId: id });
    }
    const id = note.detectorId;
    const isThere = (await detectors.detectors()).some((detector) => detector.id === id);
    if (id === null || !isThere) continue;
    const range = await sample.range(note);
    if (!note.scored) {
      report(`Learning from ${sample.settings.indexPattern} and looking for anomalies.`);
      const run = await scoreOnce(surroundings, detectors, id, range);
      report(`  ${run.message}`);
      note = await ledger.change(sample.name, { scored: true });
    }
    if (sample.runs && !note.started) {
      await detectors.start(id);
      await ledger.change(sample.name, { started: true });
    }
    const shown = sample.runs ? { from: 'now-7d', to: 'now' } : range;
    views.push({ name: sample.settings.name ?? '', detectorId: id, ...shown });
  }
  return views;
}

/** The detector that an earlier start created and could not note any more, else a new one. */
async function findOrCreate(
  detectors: DetectorClient,
  settings: PartialSettings
): Promise<Detector> {
  const found = (await detectors.detectors()).find(
    (detector) =>
      detector.settings.name === settings.name &&
      detector.settings.indexPattern === settings.indexPattern
  );
  return found ?? detectors.create(settings);
}

/** Scores the range, or waits for the scoring that an earlier start asked for. */
async function scoreOnce(
  { progress }: SampleSurroundings,
  detectors: DetectorClient,
  detectorId: string,
  range: { from: string; to: string }
): Promise<Run> {
  const scorings = (await detectors.runs(detectorId)).filter(({ kind }) => kind === 'score');
  const known = scorings.find((run) => !isFinished(run) || run.state === 'done');
  const run =
    known ?? (await detectors.startRun('score', detectorId, { ...range, models: 'active' }));
  const ended = await followRun(detectors, run, {
    onProgress: ({ progress: done, message }) => {
      if (progress.isTTY) progress.write(`\r\u001b[K  ${Math.round(done * 100)} % ${message}`);
    },
  });
  if (progress.isTTY) progress.write('\r\u001b[K');
  if (ended.state === 'failed') {
    throw new Error(
      `The logs of ${range.from} to ${range.to} could not be scored: ${ended.message}`
    );
  }
  return ended;
}
