import type { ElasticsearchClient } from '@kbn/core/server';

import { coverageId, type BucketOwner } from './bucket_document';
import { BucketDocuments } from './bucket_documents';
import { ATTEMPTS, contended } from './contention';
import { countingId, emptyCoverage, serves, type Counting } from './coverage';
import { readCoverage, writeCoverage } from './coverage_document';
import { KeptBuckets } from './kept_buckets';
import { KeptLayout } from './kept_layout';

/** All buckets that are kept, of all detectors. Whoever asks has checked that the detector is in the space. */
export class BucketStore {
  private readonly documents: BucketDocuments;

  /** @param client of Kibana itself: the index is nobody else's */
  constructor(client: ElasticsearchClient) {
    this.documents = new BucketDocuments(client);
  }

  /** The kept buckets that say all that counting as `wanted` would; undefined where there are none. */
  async find(owner: BucketOwner, wanted: Counting): Promise<KeptBuckets | undefined> {
    const stored = await readCoverage(this.documents, owner.detector);
    if (stored === undefined || !serves(stored.coverage.counting, wanted)) return undefined;
    return new KeptBuckets(this.documents, new KeptLayout(owner, stored.coverage.counting));
  }

  /** The same; where there are none, what is kept of another way of counting gives place to a new beginning. */
  async findOrBegin(owner: BucketOwner, wanted: Counting): Promise<KeptBuckets> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await this.find(owner, wanted);
      if (found !== undefined) return found;
      const before = await readCoverage(this.documents, owner.detector);
      const basedOn = before?.state ?? 'none';
      if (await writeCoverage(this.documents, owner, emptyCoverage(wanted), basedOn)) {
        await this.deleteDocuments(owner.detector, countingId(wanted));
      }
    }
    throw contended(owner.detector);
  }

  /** Deletes all that is kept for a detector. A counting that is under way finds that out, and ends. */
  async delete(detector: string): Promise<void> {
    await this.documents.change([{ id: coverageId(detector), document: null }]);
    await this.deleteDocuments(detector);
  }

  /** Deletes a detector's documents of days and blocks, but for those of one way of counting. */
  private async deleteDocuments(detector: string, but?: string): Promise<void> {
    await this.documents.refresh();
    const filter = [{ term: { detector } }, { terms: { kind: ['day', 'block'] } }];
    const not = but === undefined ? [] : [{ term: { counting: but } }];
    for await (const ids of this.documents.idsOf(filter, { not })) {
      await this.documents.change(ids.map((id) => ({ id, document: null })));
    }
  }
}
