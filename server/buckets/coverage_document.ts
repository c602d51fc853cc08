import { isRight } from 'fp-ts/lib/Either';

import { coverageId, type BucketOwner, type State } from './bucket_document';
import type { BucketDocuments } from './bucket_documents';
import { countingId, coverageCodec, emptyCoverage, type Counting, type Coverage } from './coverage';

const NO_COUNTING: Counting = { logs: '', spanMs: 0, latency: null, status: null, metrics: [] };

/** The record of what is kept of a detector, and its state. One that cannot be read says that nothing is kept. */
export async function readCoverage(
  documents: BucketDocuments,
  detector: string
): Promise<{ coverage: Coverage; state: State } | undefined> {
  const id = coverageId(detector);
  const found = (await documents.get([id])).get(id);
  if (found === undefined) return undefined;
  const decoded = coverageCodec.decode(found.document.coverage);
  return {
    coverage: isRight(decoded) ? decoded.right : emptyCoverage(NO_COUNTING),
    state: found.state,
  };
}

/** @returns whether it was written: not when the record was changed since `basedOn` */
export async function writeCoverage(
  documents: BucketDocuments,
  owner: BucketOwner,
  coverage: Coverage,
  basedOn: State | 'none'
): Promise<boolean> {
  const id = coverageId(owner.detector);
  const counting = countingId(coverage.counting);
  const document = { kind: 'coverage' as const, ...owner, counting, entity: '', time: 0, coverage };
  return (await documents.change([{ id, document, basedOn }])).length === 0;
}
