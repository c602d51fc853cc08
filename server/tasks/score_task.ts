import type { ElasticsearchClient } from '@kbn/core/server';
import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';

import { durationMs } from '../../common/duration';
import type { AnomalyDetectorConfig } from '../config';
import { entitiesOf } from '../detection';
import { BUSY_IN_SILENCE } from '../detection/open_bucket';
import {
  comparableHours,
  isCheckDue,
  lookBackFrom,
  missedLogs,
  noticesOfMissed,
  remember,
  rememberedLogs,
  type LateLogs,
} from '../detectors/late_logs';
import { scoreOpen } from '../detectors/open_bucket';
import { sourceOf, type ScoreResult } from '../detectors/score_detector';
import { countLogs } from '../elasticsearch/log_counts';
import type { LoadedModel } from '../models/model_cache';
import { settingsHash } from '../models/settings_hash';

import { failedRun, NOTHING_DONE, succeeded } from '../runs/run_summary';
import { anomaliesFound } from './anomalies_found';
import { checkFields } from './check_fields';
import { causeOf, report, type DetectorTaskRun } from './task_runner';
import { record, tell, tellNotices } from './tell';
import { usableModel } from './usable_model';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** After this long a run ends and goes on at the next poll, well before Task Manager's time-out. */
const TIME_BUDGET_MS = 60_000;

const iso = (time: number): string => new Date(time).toISOString();

/** How often the open bucket of busy entities is looked at, where scoring is to happen every minute. */
const LOOK_EVERY_MS = 30_000;

/** Whether half a minute of silence says something of one of a model's entities. */
const hasBusyEntities = ({ model }: LoadedModel): boolean =>
  entitiesOf(model).some(
    ({ typicalPerBucket }) => (typicalPerBucket * LOOK_EVERY_MS) / model.spanMs >= BUSY_IN_SILENCE
  );

/** How many bucket spans of all of a model's entities one run may read; one at least. */
const spansWithin = (
  { maxBucketsPerRun }: Pick<AnomalyDetectorConfig, 'maxBucketsPerRun'>,
  { model }: LoadedModel
): number => Math.max(1, Math.floor(maxBucketsPerRun / Math.max(1, entitiesOf(model).length)));

/** The regular scoring: every complete bucket since the last one, once. */
export async function runScoring(run: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { context, task, space, detector, signal } = run;
  const { settings, status } = detector;
  const schedule = { interval: settings.schedule.scoreEvery };
  if (!detector.enabled || status.activeModelId === null) return { state: task.state, schedule };
  const startedAt = Date.now();
  const total = { ...NOTHING_DONE };
  let alarms = 0;
  try {
    const model = await usableModel(run);
    if (typeof model === 'string') {
      await space.detectors.updateStatus(detector.id, {
        scoringNotices: [`${model} Scoring goes on after the next training.`],
      });
      // Settings, or the plugin, may have changed while the detector was stopped, or while a training was under way. One that failed is
      // tried again by itself.
      if (!status.lastTraining?.error) await context.tasks.trainSoon(detector);
      return { state: task.state, schedule };
    }
    const spanMs = model.summary.bucketSpanSeconds * 1000;
    const to = Math.floor((startedAt - durationMs(settings.queryDelay)) / spanMs) * spanMs;
    const { from, missed } = startOf(run, to, spanMs);
    const notices = missed === null ? [] : [missed.text];
    // Before the checkpoint moves on, after which nobody would know.
    if (missed !== null) await tellMissed(run, missed);
    const behind = status.health.find(({ kind }) => kind === 'behind_schedule');
    if (behind) await tell(run, 'warning', 'behind_schedule', behind.message);
    const client = await context.keys.clientOf(detector, space.namespace);
    const lateMs = durationMs(settings.lateDataWindow);
    let late = rememberedLogs(task.state.lateLogs, settingsHash(settings));
    // What was left out by catching up cannot have been scored before.
    const goesOn = status.scoredUpTo !== null && Date.parse(status.scoredUpTo) >= from;
    let scoredUpTo = from;
    let { ingestGapSince } = status;
    const upTo = Math.min(to, from + spansWithin(context.config, model) * spanMs);
    const chunkMs = Math.max(spanMs, Math.floor(DAY_MS / spanMs) * spanMs);
    while (scoredUpTo < upTo && Date.now() - startedAt < TIME_BUDGET_MS) {
      const chunkTo = Math.min(upTo, scoredUpTo + chunkMs);
      const result: ScoreResult = await context.score.execute({
        space,
        detector,
        client,
        model,
        from: scoredUpTo,
        to: chunkTo,
        late: { ms: lateMs, ...(goesOn && scoredUpTo === from ? { seen: late.seen } : {}) },
        signal,
      });
      total.buckets += result.buckets;
      total.entities = result.entities;
      total.records += result.records;
      alarms += result.alarms;
      ingestGapSince = earliest(result.gapSince, ingestGapSince);
      notices.push(...result.notices);
      scoredUpTo = chunkTo;
      // Where entities are left out, nothing can be said of how many logs there should be.
      late = remember(
        result.isPartial ? { ...late, hours: {} } : late,
        result.seen,
        lookBackFrom(chunkTo, lateMs, spanMs)
      );
      // The checkpoint: whatever happens now, this is done. The last one is written with what is said of all.
      if (scoredUpTo < to) {
        await space.detectors.updateStatus(detector.id, { scoredUpTo: iso(scoredUpTo) });
      }
    }
    let { checkedFields } = task.state;
    if (from < to) {
      checkedFields = await checkFields(run, {
        client,
        model,
        checked: checkedFields,
        now: startedAt - durationMs(settings.queryDelay),
      });
      late = await checkLateLogs({ ...run, client, model, late, scoredUpTo, now: startedAt });
      notices.push(...noticesOfMissed(late, settings));
    }
    // What a change of quiet times could not bring about when it was made is made up for.
    const { pending, broken } = await space.quietTimes.read(detector.id);
    notices.push(...broken.map(({ reason }) => reason));
    if (pending !== null) await context.tasks.applyQuietTimesSoon(detector.id, space.id);
    const lastScoring = succeeded(startedAt, total);
    await space.detectors.updateStatus(detector.id, {
      scoringError: null,
      // Between two buckets there is nothing to say, and what was said stays true.
      ...(from < to
        ? {
            scoredUpTo: iso(scoredUpTo),
            scoringNotices: notices,
            ingestGapSince,
            lastScoring,
          }
        : {}),
    });
    if (from < to) {
      await record(run, 'scoring', lastScoring);
      await tellScored(run, { from, to: scoredUpTo, records: total.records, alarms, notices });
    }
    const state = { scoredUpTo: iso(scoredUpTo), lateLogs: late, checkedFields };
    if (scoredUpTo < to) return { state, runAt: new Date() };
    await context.score.prepare(client, space);
    const interim = await scoreOpen({
      ...{ space, detector, client, model, signal },
      from: to,
      to: startedAt - durationMs(settings.queryDelay),
      hasRecords: task.state.interimIn === iso(to),
    });
    return {
      state: { ...state, ...(interim > 0 ? { interimIn: iso(to) } : {}) },
      // An outage is told within two minutes, of which the query delay takes one: a look a minute would be too rare.
      ...(hasBusyEntities(model) && durationMs(schedule.interval) <= 2 * LOOK_EVERY_MS
        ? { runAt: new Date(startedAt + LOOK_EVERY_MS) }
        : { schedule }),
    };
  } catch (thrown) {
    const error = await causeOf(run, thrown);
    const message = report(run, 'scoring', error);
    const previous = status.lastScoring;
    const lastScoring = failedRun(startedAt, total, { message, error, previous });
    await space.detectors.updateStatus(detector.id, { scoringError: message, lastScoring });
    await record(run, 'scoring', lastScoring);
    await tell(run, 'error', 'scoring_failed', `Scoring failed: ${message}`);
    return { state: task.state, schedule };
  }
}

/** Looks, once an hour, for logs that came after their buckets had been scored for the last time. */
async function checkLateLogs({
  detector,
  client,
  model,
  late,
  scoredUpTo,
  now,
  signal,
}: Pick<DetectorTaskRun, 'detector' | 'signal'> & {
  client: ElasticsearchClient;
  model: LoadedModel;
  late: LateLogs;
  scoredUpTo: number;
  now: number;
}): Promise<LateLogs> {
  if (!isCheckDue(late, now)) return late;
  const spanMs = model.summary.bucketSpanSeconds * 1000;
  const openFrom = lookBackFrom(scoredUpTo, durationMs(detector.settings.lateDataWindow), spanMs);
  const hours = comparableHours(late, openFrom);
  if (hours.length === 0) return { ...late, missed: null };
  const range = { from: hours[0], to: hours[hours.length - 1] + HOUR_MS, spanMs: HOUR_MS };
  const counted = await countLogs(client, sourceOf(detector, model.summary), range, signal);
  return { ...late, checkedAt: now, missed: missedLogs(late, counted) };
}

/** The earlier of a gap that goes on and what was known of it before; null where there is none. */
const earliest = (gapSince: number | null, known: string | null): string | null =>
  gapSince === null ? null : known !== null && Date.parse(known) < gapSince ? known : iso(gapSince);

async function tellScored(
  run: DetectorTaskRun,
  scored: { from: number; to: number; records: number; alarms: number; notices: string[] }
): Promise<void> {
  const { from, to, records, alarms, notices } = scored;
  if (run.detector.status.lastScoring?.error) {
    await tell(run, 'info', 'scoring_recovered', 'Scoring works again.');
  }
  if (alarms > 0) {
    await tell(
      run,
      'info',
      'scored',
      `Scored from ${iso(from)} to ${iso(to)}: ${anomaliesFound(records, alarms)}.`,
      iso(to)
    );
  }
  await tellNotices(run, notices);
}

/** A range that nobody will score by itself. */
interface Missed {
  /** ISO 8601 */
  from: string;
  text: string;
}

const tellMissed = ({ context, space, detector }: DetectorTaskRun, { from, text }: Missed) =>
  context.log.add({
    detectorId: detector.id,
    spaceId: space.id,
    level: 'warning',
    kind: 'missed_range',
    text,
    about: from,
  });

/** Where scoring goes on: at the checkpoint, but no further back than it may catch up. */
function startOf(
  { context: { config }, detector }: DetectorTaskRun,
  to: number,
  spanMs: number
): { from: number; missed: Missed | null } {
  const furthest = Math.ceil((to - durationMs(config.maxCatchUp)) / spanMs) * spanMs;
  const { scoredUpTo } = detector.status;
  if (scoredUpTo === null) return { from: furthest, missed: null };
  const checkpoint = Math.floor(Date.parse(scoredUpTo) / spanMs) * spanMs;
  if (checkpoint >= furthest) return { from: Math.min(checkpoint, to), missed: null };
  return {
    from: furthest,
    missed: {
      from: iso(checkpoint),
      text: `Scoring did not run from ${iso(checkpoint)} to ${iso(furthest)}, longer than it catches up by itself (${config.maxCatchUp}, anomalyDetector.maxCatchUp). Score that range by hand.`,
    },
  };
}
