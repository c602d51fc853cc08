import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../common/detector';
import type { QuietTimes } from '../../common/quiet_times';
import { countOf, withoutEntityNames } from '../quiet_times/entity_names';
import type { Space } from '../space';

import type { LogAccess } from './log_access';

/** A name in quotation marks, as `quoted` writes it. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g;
const HIDDEN = '"…"';

/** An entity's name in a sentence; one that holds quotation marks still ends where it ends. */
export const quoted = (entity: string): string => JSON.stringify(entity);

type Named = Pick<Detector, 'owner' | 'settings'>;

/**
 * Sentences about a detector may name its entities, which are taken from the logs: they are for those who may read the logs
 * or the anomalies. Others, who may only see the app, read the same sentences without what stands in quotation marks.
 */
export class NameAccess {
  constructor(private readonly logAccess: LogAccess) {}

  /**
   * What turns sentences about detectors into what a client may read.
   * @param client with the rights of whoever asks
   */
  async sentencesFor(
    client: ElasticsearchClient,
    space: Pick<Space, 'recordsIndex'>,
    detector: Named
  ): Promise<(sentence: string) => string> {
    return (await this.maySee(client, space, detector)) ? (sentence) => sentence : withoutNames;
  }

  /** Quiet times of a detector, or more that they are a part of, as a client may see them. */
  async quietTimes<Q extends QuietTimes>(
    client: ElasticsearchClient,
    space: Pick<Space, 'recordsIndex'>,
    detector: Named,
    quietTimes: Q
  ): Promise<Q> {
    if (countOf(quietTimes) === 0 || (await this.maySee(client, space, detector)))
      return quietTimes;
    return withoutEntityNames(quietTimes);
  }

  /** A detector, or more that it is a part of, as a client may see it. */
  async shown<D extends Detector>(
    client: ElasticsearchClient,
    space: Pick<Space, 'recordsIndex'>,
    detector: D
  ): Promise<D> {
    if (detector.status.notices.length === 0) return detector;
    const sentence = await this.sentencesFor(client, space, detector);
    return withNotices(detector, sentence);
  }

  /** The same for many, with as many questions as they have index patterns at most. */
  async shownAll(
    client: ElasticsearchClient,
    space: Pick<Space, 'recordsIndex'>,
    detectors: readonly Detector[]
  ): Promise<Detector[]> {
    const known = new Map<string, Promise<(sentence: string) => string>>();
    return Promise.all(
      detectors.map(async (detector) => {
        if (detector.status.notices.length === 0) return detector;
        const { owner, settings } = detector;
        const key = JSON.stringify([settings.indexPattern, owner.keyKind]);
        const asked = known.get(key) ?? this.sentencesFor(client, space, detector);
        known.set(key, asked);
        return withNotices(detector, await asked);
      })
    );
  }

  /** Whether a client may read the names of a detector's entities. */
  async maySee(
    client: ElasticsearchClient,
    { recordsIndex }: Pick<Space, 'recordsIndex'>,
    { owner, settings }: Named
  ): Promise<boolean> {
    const patterns = [recordsIndex, settings.indexPattern];
    for (const indexPattern of patterns) {
      const asked = { owner, settings: { ...settings, indexPattern } };
      if (await this.logAccess.mayReadHere(client, asked)) return true;
    }
    return false;
  }
}

const withoutNames = (sentence: string): string => sentence.replace(QUOTED, HIDDEN);

const withNotices = <D extends Detector>(detector: D, sentence: (text: string) => string): D => ({
  ...detector,
  status: { ...detector.status, notices: detector.status.notices.map(sentence) },
});
