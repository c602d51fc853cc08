import type { ElasticsearchClient } from '@kbn/core/server';

import { latencyUnits, type Detector } from '../../common/detector';
import type { LogSource } from '../elasticsearch/log_source';

import type { BucketStore } from './bucket_store';
import { countingOf, keptMetrics, type Counting } from './coverage';
import { DetectorBuckets } from './detector_buckets';
import type { KeptBuckets } from './kept_buckets';

const BASE_SPAN_MS = 5 * 60_000;

export interface SourceRequest {
  detector: Detector;
  spaceId: string;
  /** With the detector's rights. */
  client: ElasticsearchClient;
  source: LogSource;
  /** Of the buckets that are wanted. */
  spanMs: number;
}

/**
 * In which span buckets are kept: in 5 minutes, which add up to all larger ones, so that another span needs no counting.
 * Metrics do not add up, so with them it is the wanted one.
 */
const keptSpanMs = (metrics: readonly unknown[], spanMs: number): number =>
  metrics.length > 0 ? spanMs : Math.min(spanMs, BASE_SPAN_MS);

/** Gives the buckets of detectors. */
export class BucketSource {
  constructor(private readonly store: BucketStore) {}

  /** The buckets of a detector; undefined when none are kept that say what is wanted. */
  async find(request: SourceRequest): Promise<DetectorBuckets | undefined> {
    const kept = await this.store.find(ownerOf(request), wantedBy(request));
    return kept && bucketsOf(request, kept);
  }

  /** The same; what is kept of other settings is deleted, and nothing is counted yet. */
  async findOrBegin(request: SourceRequest): Promise<DetectorBuckets> {
    return bucketsOf(request, await this.store.findOrBegin(ownerOf(request), wantedBy(request)));
  }
}

const ownerOf = ({ detector, spaceId }: SourceRequest) => ({
  detector: detector.id,
  space: spaceId,
});

const wantedBy = ({ source, spanMs }: SourceRequest): Counting =>
  countingOf(source, keptSpanMs(source.metrics, spanMs));

const bucketsOf = ({ client, source, detector }: SourceRequest, kept: KeptBuckets) =>
  new DetectorBuckets(
    kept,
    client,
    sourceAsCounted(source, kept.counting),
    detector.settings.maxEntities
  );

/** The source with the fields that are counted too where nobody asks for them now, so that all that is kept is alike. */
function sourceAsCounted(source: LogSource, counting: Counting): LogSource {
  const { latency, status } = counting;
  return {
    ...source,
    metrics: keptMetrics(counting),
    latency: latency === null ? null : (source.latency ?? latencyOf(latency)),
    status: status === null ? null : (source.status ?? { field: status }),
  };
}

function latencyOf(counted: string): LogSource['latency'] {
  const end = counted.lastIndexOf(' ');
  const unit = latencyUnits.find((known) => known === counted.slice(end + 1));
  return unit === undefined ? null : { field: counted.slice(0, end), unit };
}
