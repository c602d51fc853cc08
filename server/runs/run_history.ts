import type { ElasticsearchClient, Logger } from '@kbn/core/server';
import { isRight } from 'fp-ts/lib/Either';

import type { RunSummary } from '../../common/detector';
import { scheduledRunCodec, type ScheduledKind, type ScheduledRun } from '../../common/run';
import { messageOf } from '../errors';
import { LogDocuments } from '../messages/log_documents';

const MINUTE_MS = 60_000;

/**
 * Each kind has so many places of so many milliseconds, and a run takes the place of the one that had it before: what is kept
 * stays bounded, and nothing has to be deleted. Scorings of a day and trainings of 90 days are kept.
 */
const PLACES: Record<ScheduledKind, { count: number; ms: number }> = {
  scoring: { count: 24 * 60, ms: MINUTE_MS },
  training: { count: 90 * 24, ms: 60 * MINUTE_MS },
};

const placeOf = (kind: ScheduledKind, time: number): number => {
  const { count, ms } = PLACES[kind];
  return Math.floor(time / ms) % count;
};

/** The trainings and scorings of all detectors that came by themselves. Whoever asks has checked the space. */
export class RunHistory {
  private readonly documents: LogDocuments;

  /** @param client of Kibana itself; @param node the name of this Kibana */
  constructor(
    client: ElasticsearchClient,
    private readonly node: string,
    private readonly logger: Logger
  ) {
    this.documents = new LogDocuments(client);
  }

  /** Keeps a run that has ended, where that can be done: it has happened either way. */
  async add(
    { detectorId, spaceId }: { detectorId: string; spaceId: string },
    kind: ScheduledKind,
    { at, durationMs, buckets, entities, records, error }: RunSummary
  ): Promise<void> {
    const startedAt = new Date(Date.parse(at) - durationMs).toISOString();
    const run: ScheduledRun = {
      ...{ kind, startedAt, at, durationMs, buckets, entities, records, error },
      node: this.node,
    };
    const document = {
      ...{ document: 'run', detector: detectorId, space: spaceId, lastTime: at },
      ...run,
    };
    const id = `${detectorId}:${kind}:${placeOf(kind, Date.parse(at))}`;
    try {
      await this.documents.write([{ id, document }]);
    } catch (failure) {
      this.logger.warn(
        `Detector ${detectorId}: a ${kind} could not be added to its history: ${messageOf(failure)}`
      );
    }
  }

  /** Runs of a detector, newest first, of one kind or of both. */
  async list(
    detectorId: string,
    { kind, size }: { kind?: ScheduledKind; size: number }
  ): Promise<{ total: number; runs: ScheduledRun[] }> {
    const { total, found } = await this.documents.find(
      {
        bool: {
          filter: [
            { term: { document: 'run' } },
            { term: { detector: detectorId } },
            ...(kind === undefined ? [] : [{ term: { kind } }]),
          ],
        },
      },
      { sort: [{ lastTime: 'desc' }], size }
    );
    // One that cannot be read is left out: the others tell enough.
    const runs = found.flatMap(({ source }) => {
      const decoded = scheduledRunCodec.decode(source);
      return isRight(decoded) ? [withoutIndexFields(decoded.right)] : [];
    });
    return { total, runs };
  }
}

const withoutIndexFields = (run: ScheduledRun): ScheduledRun => {
  const { kind, startedAt, at, durationMs, buckets, entities, records, error, node } = run;
  return { kind, startedAt, at, durationMs, buckets, entities, records, error, node };
};
