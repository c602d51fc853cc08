import type { ElasticsearchClient } from '@kbn/core/server';

import { withSeparators } from '../../common/counted';
import type { DetectorSettings } from '../../common/detector';
import { durationMs } from '../../common/duration';
import {
  MAX_FOUND_INCIDENTS,
  type PreviewBody,
  type PreviewResponse,
  type SignalsPreviewBody,
  type SignalsPreviewResponse,
} from '../../common/preview';
import { ceilTo, floorTo } from '../buckets/time_ranges';
import { QuietTimes } from '../detection/quiet_times';
import { endOf } from '../detection/bucket_tables';
import type { BucketTable } from '../detection/types';
import { actualOf, knownOnly } from '../detectors/read_signals';
import { DetectorError } from '../errors';
import type { Space } from '../space';
import { Turns } from '../turns';

import { alarmRates, foundIncidents } from './found_incidents';
import { countNewestFirst, steadySpanMs } from './preview_buckets';
import { findPreviewLogs, ofEntities, sampleOf, type PreviewLogs } from './preview_logs';
import { PreviewSlots } from './preview_slots';
import { rehearseDetection } from './rehearse_detection';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The last days are scored, but no more than this share of all that is known. */
const MOST_TESTED_MS = 3 * DAY_MS;
const TESTED_SHARE = 1 / 4;
/** With less than this, what is found says nothing. */
const LEAST_HISTORY_MS = DAY_MS;
const MOST_HISTORY_MS = 28 * DAY_MS;

/** So many entities at most, and so few as this many buckets in memory allow. */
const MOST_ENTITIES = 30;
const LEAST_ENTITIES = 5;
const MOST_BUCKETS = 400_000;

/** Counting takes so long at most. */
const COUNTING_MS = 20_000;

const SIGNALS_ENTITIES = 5;

const iso = (time: number): string => new Date(time).toISOString();
const hours = (ms: number): string => {
  const whole = Math.floor(ms / HOUR_MS);
  return `${whole} ${whole === 1 ? 'hour' : 'hours'}`;
};

/** Shows what unsaved settings would do, with the rights of whoever asks. Nothing of it is kept. */
export class PreviewDetector {
  private readonly rehearsals = new PreviewSlots(2);
  private readonly charts = new PreviewSlots(4);

  /**
   * The signals of the busiest entities in the last days.
   * @throws DetectorError in words
   */
  signals(
    client: ElasticsearchClient,
    { settings, days }: SignalsPreviewBody,
    signal: AbortSignal
  ): Promise<SignalsPreviewResponse> {
    return this.charts.run(async () => {
      const logs = await findPreviewLogs(client, settings, signal);
      const { source, spanMs, to } = logs;
      const chosen = logs.entities.all.slice(0, SIGNALS_ENTITIES);
      const from = Math.max(to - days * DAY_MS, floorTo(logs.oldest, HOUR_MS));
      const counting = {
        ...{ client, source: ofEntities(source, chosen), from, to, signal },
        deadline: Infinity,
      };
      const table = await countSteadily(counting, settings, spanMs);
      const names = [...logs.signals, ...source.metrics.map(({ name }) => name)];
      const order = chosen.map(({ values }) => values.join('\n'));
      return {
        bucketSpanMs: table.spanMs,
        times: Array.from(
          { length: table.length },
          (_, index) => table.from + index * table.spanMs
        ),
        entities: [...table.entities]
          .sort((a, b) => order.indexOf(a.values.join('\n')) - order.indexOf(b.values.join('\n')))
          .map((buckets) => ({
            entity: buckets.entity,
            signals: names.map((name) => ({
              signal: name,
              actual: knownOnly(actualOf(name, { ...table, entities: [buckets] })),
            })),
          })),
        notices: logs.notices,
      };
    }, signal);
  }

  /**
   * Learns from the past but for the last days, and tells what would have been found in these.
   * @throws DetectorError in words, also when there is too little history, or no time for it
   */
  execute(
    client: ElasticsearchClient,
    space: Space,
    { settings, detectorId }: PreviewBody,
    signal: AbortSignal
  ): Promise<PreviewResponse> {
    return this.rehearsals.run(async () => {
      const began = Date.now();
      const deadline = began + COUNTING_MS;
      const quiet = await quietTimesOf(space, settings, detectorId);
      const logs = await findPreviewLogs(client, settings, signal);
      const windowMs = Math.min(durationMs(settings.schedule.trainingWindow), MOST_HISTORY_MS);
      const from = Math.max(ceilTo(logs.oldest, HOUR_MS), logs.to - windowMs);
      if (logs.to - from < LEAST_HISTORY_MS) throw tooLittle(logs);
      const { sample, chosen, weightOf, told } = sampleOf(logs, entitiesFor(logs, logs.to - from));
      const source = ofEntities(logs.source, chosen);
      const table = await countSteadily(
        { client, source, from, to: logs.to, deadline, signal },
        settings,
        logs.spanMs
      );
      const historyMs = endOf(table) - table.from;
      if (historyMs < LEAST_HISTORY_MS) throw tooMuch(historyMs);
      const testFrom = endOf(table) - testedMs(historyMs);
      const scored = await rehearseDetection({
        ...{ table, testFrom, quiet, turns: new Turns(signal) },
        signals: logs.signals,
        metrics: source.metrics,
        timeZone: settings.timeZone,
      });
      const incidents = foundIncidents(
        scored,
        table.spanMs,
        ({ entity, time }) => quiet.suppressionOf(entity, time, time + table.spanMs) !== null
      );
      return {
        learnedFrom: iso(table.from),
        testedFrom: iso(testFrom),
        testedTo: iso(endOf(table)),
        bucketSpanMs: table.spanMs,
        entities: told,
        alarms: alarmRates(incidents, endOf(table) - testFrom, weightOf),
        incidents: incidents.slice(0, MAX_FOUND_INCIDENTS),
        notices: [
          ...logs.notices,
          ...noticesOf({
            historyMs,
            wantedMs: logs.to - from,
            testedMs: endOf(table) - testFrom,
            told,
            busiest: sample.busiest.length,
          }),
        ],
        tookMs: Date.now() - began,
      };
    }, signal);
  }
}

/** In buckets of the span that is set, or where it is to be found, of the one that suits the newest logs. */
async function countSteadily(
  counting: Omit<Parameters<typeof countNewestFirst>[0], 'spanMs'>,
  { bucketSpan }: Pick<DetectorSettings, 'bucketSpan'>,
  spanMs: number
): Promise<BucketTable> {
  if (bucketSpan !== 'auto') return countNewestFirst({ ...counting, spanMs });
  const newest = { ...counting, from: Math.max(counting.from, counting.to - MOST_TESTED_MS) };
  const steadyMs = steadySpanMs(await countNewestFirst({ ...newest, spanMs }));
  return countNewestFirst({ ...counting, to: floorTo(counting.to, steadyMs), spanMs: steadyMs });
}

const testedMs = (historyMs: number): number =>
  Math.min(MOST_TESTED_MS, floorTo(historyMs * TESTED_SHARE, HOUR_MS));

function entitiesFor({ spanMs }: PreviewLogs, historyMs: number): number {
  const affordable = Math.floor(MOST_BUCKETS / (historyMs / spanMs));
  return Math.min(MOST_ENTITIES, Math.max(LEAST_ENTITIES, affordable));
}

async function quietTimesOf(
  space: Space,
  { timeZone }: DetectorSettings,
  detectorId: string | undefined
): Promise<QuietTimes> {
  if (detectorId === undefined) {
    return new QuietTimes({ expected: [], mutes: [], calendars: [] }, timeZone);
  }
  await space.detectors.get(detectorId);
  return new QuietTimes((await space.quietTimes.read(detectorId)).quietTimes, timeZone);
}

const tooLittle = ({ oldest, to, source }: PreviewLogs): DetectorError =>
  new DetectorError(
    'conflict',
    `"${source.indexPattern}" has ${hours(Math.max(0, to - oldest))} of logs, and it takes at least ${hours(LEAST_HISTORY_MS)} to learn from some and look for anomalies in the rest. The detector can be created all the same: it learns as logs arrive.`
  );

const tooMuch = (countedMs: number): DetectorError =>
  new DetectorError(
    'conflict',
    `There are so many logs that only the last ${hours(countedMs)} could be counted in ${COUNTING_MS / 1000} seconds, too few to tell what would have been found. Narrow the filter for a preview, or create the detector: its training takes the time that it needs.`
  );

function noticesOf({
  historyMs,
  wantedMs,
  testedMs: tested,
  told: { all, more, sampled },
  busiest,
}: {
  historyMs: number;
  wantedMs: number;
  testedMs: number;
  told: PreviewResponse['entities'];
  busiest: number;
}): string[] {
  const notices: string[] = [];
  if (sampled.length < all || more) {
    notices.push(
      `Looked at were ${sampled.length} of ${more ? 'more than ' : ''}${withSeparators(all)} entities: the ${busiest} busiest, and ${sampled.length - busiest} of the others. The alarms a week are worked out for all of them.`
    );
  }
  if (historyMs < wantedMs) {
    notices.push(
      `The time was enough to learn from the last ${hours(historyMs)}. A training learns from more, and raises fewer false alarms.`
    );
  }
  if (tested < DAY_MS) {
    notices.push(
      `With ${hours(historyMs)} of logs, only the last ${hours(tested)} could be looked at: how many alarms a week that makes is a rough guess.`
    );
  }
  return notices;
}
