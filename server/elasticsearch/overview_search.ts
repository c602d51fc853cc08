import type { ElasticsearchClient } from '@kbn/core/server';

import type { DetectorOverview, OverviewResponse, RecordSeverity } from '../../common/overview';
import { severityBands } from '../../common/severity';
import { inScope, searchRecords, type Scope } from './record_search';

/** About as many cells as a row of a table or a lane can show apart. */
const CELLS = 96;

const MINUTE_MS = 60_000;
/** The narrowest cell: most detectors count in 5 minutes. */
const LEAST_CELL_MS = 5 * MINUTE_MS;

const recordSeverities: RecordSeverity[] = ['warning', 'minor', 'major', 'critical'];

interface Found {
  key: string;
  severities: { buckets: Array<{ key: string; doc_count: number }> };
  cells: { buckets: Array<{ key: number; worst: { value: number | null } }> };
}

/** Whole multiples of five minutes, so that cells lie on round times. */
const cellMs = (rangeMs: number): number =>
  Math.max(1, Math.ceil(rangeMs / CELLS / LEAST_CELL_MS)) * LEAST_CELL_MS;

/** Sums up the records of many detectors in one search, with the rights of the client it is given. */
export class OverviewSearch {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  /** @param range epoch ms */
  async summarise(scope: Scope, range: { from: number; to: number }): Promise<OverviewResponse> {
    const intervalMs = cellMs(range.to - range.from);
    if (scope.detectorIds.length === 0) return { intervalMs, detectors: [] };
    const answer = await searchRecords(this.index, () =>
      this.client.search<unknown, { detectors: { buckets: Found[] } }>({
        index: this.index,
        size: 0,
        track_total_hits: false,
        query: {
          bool: {
            filter: [
              ...inScope(scope),
              {
                range: { '@timestamp': { gte: range.from, lt: range.to, format: 'epoch_millis' } },
              },
            ],
            // What is expected, muted or in a calendar is not what one wants to be told of.
            must_not: [{ term: { is_suppressed: true } }],
          },
        },
        aggs: {
          detectors: {
            terms: { field: 'detector_id', size: scope.detectorIds.length },
            aggs: {
              severities: { terms: { field: 'severity', size: severityBands.length } },
              cells: {
                date_histogram: {
                  field: '@timestamp',
                  fixed_interval: `${intervalMs}ms`,
                  min_doc_count: 1,
                },
                aggs: { worst: { max: { field: 'record_score' } } },
              },
            },
          },
        },
      })
    );
    return {
      intervalMs,
      detectors: (answer?.aggregations?.detectors.buckets ?? []).map(toOverview),
    };
  }
}

function toOverview({ key, severities, cells }: Found): DetectorOverview {
  const countOf = (severity: RecordSeverity) =>
    severities.buckets.find((bucket) => bucket.key === severity)?.doc_count ?? 0;
  return {
    id: key,
    counts: Object.fromEntries(
      recordSeverities.map((severity) => [severity, countOf(severity)])
    ) as DetectorOverview['counts'],
    cells: cells.buckets.map((cell) => ({ time: cell.key, score: cell.worst.value ?? 0 })),
  };
}
