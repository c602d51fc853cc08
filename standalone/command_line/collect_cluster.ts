import { createHash } from 'node:crypto';

import { type Client, type estypes } from '@elastic/elasticsearch';

import { type CheckpointFile } from './checkpoint_file';
import { type ClusterPage, type ClusterQuery, countDocuments, readPages } from './cluster_pages';
import { type TextOutput } from './command_context';
import { describeFailure } from './elasticsearch_failure';
import {
  type StoredDocument,
  refresh,
  writeDocuments,
  type RefusedDocument,
} from './load_documents';
import { type LoadSummary } from './load_summary';
import { COPIED_MAPPING, ensureLogIndex } from './log_index';
import { ProgressLine } from './progress';
import { ShownItems } from './shown_items';

/** An Elasticsearch, and which of its documents are collected. */
export interface ClusterSource extends ClusterQuery {
  client: Client;
  /** for messages */
  url: string;
  /** Stands for the cluster in the ids of documents, so that those of two clusters never meet. */
  name: string;
  /** ISO 8601; nothing older is collected */
  since?: string;
  /** Documents are taken to arrive no later than this after their time. */
  overlapMs: number;
}

export interface LogTarget {
  client: Client;
  url: string;
  index: string;
}

/** What was found, and what became of it. */
export interface ClusterSummary extends LoadSummary {
  /** documents that were read */
  read: number;
  /** of those, how many had no source to be copied */
  withoutSource: number;
  /** ISO 8601; where reading began, null for the beginning */
  from: string | null;
  /** the time of the newest document that was read, null when there was none */
  to: string | null;
}

/**
 * Copies documents of another Elasticsearch into an index, oldest first; what is there already stays as it is. One page
 * is read while the one before is written, and no more, so that neither side nor the memory is flooded. The checkpoint
 * follows what is written: what was cut off goes on there.
 * @throws CommandError
 */
export async function collectCluster(
  source: ClusterSource,
  target: LogTarget,
  checkpoint: CheckpointFile,
  progress: TextOutput
): Promise<ClusterSummary> {
  const from = beginOf(source, checkpoint.read(source.since));
  const ofSource = explained(source.url, source.index, 'source');
  const ofTarget = explained(target.url, target.index, 'target');
  const total = await ofSource(countDocuments(source.client, source, from));
  await ofTarget(ensureLogIndex(target.client, target.index, COPIED_MAPPING));

  const account = new Account();
  const line = new ProgressLine('documents', progress, () =>
    total === 0 ? undefined : Math.min(1, account.read / total)
  );
  const pages = readPages(source.client, source, from);
  try {
    let next = await ofSource(pages.next());
    while (!next.done) {
      const page = next.value;
      // Asked for now, waited for when this page is written.
      const following = pages.next();
      // Where writing fails, its error is told; that of this one is not.
      following.catch(() => undefined);
      await ofTarget(account.write(page, source, target));
      line.count = account.read;
      checkpoint.write(source.since, page.lastTime);
      next = await ofSource(following);
    }
    await ofTarget(refresh(target.client, target.index));
  } finally {
    line.end();
    await pages.return();
  }
  return account.summary(from);
}

/** Reading begins a little before the checkpoint, because documents may come late. */
function beginOf(
  { since, overlapMs }: ClusterSource,
  upTo: string | undefined
): string | undefined {
  if (upTo === undefined) return since;
  const begin = new Date(Date.parse(upTo) - overlapMs).toISOString();
  return since !== undefined && since > begin ? since : begin;
}

const explained =
  (url: string, index: string, role: 'source' | 'target') =>
  async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw describeFailure(error, url, index, role);
    }
  };

class Account {
  read = 0;
  private withoutSource = 0;
  private created = 0;
  private alreadyThere = 0;
  private readonly refused = new ShownItems<RefusedDocument>();
  private to: string | null = null;

  async write({ hits, lastTime }: ClusterPage, { name }: ClusterSource, target: LogTarget) {
    const documents = hits.flatMap((hit) => documentOf(hit, name));
    const result = await writeDocuments(target.client, target.index, documents);
    this.read += hits.length;
    this.withoutSource += hits.length - documents.length;
    this.created += result.created;
    this.alreadyThere += result.alreadyThere;
    this.refused.addAll(result.refused);
    this.to = lastTime;
  }

  summary(from: string | undefined): ClusterSummary {
    return {
      read: this.read,
      withoutSource: this.withoutSource,
      from: from ?? null,
      to: this.to,
      created: this.created,
      alreadyThere: this.alreadyThere,
      refused: this.refused.count,
      refusedDocuments: this.refused.shown,
    };
  }
}

/** The same document of the same cluster always has the same id. */
function documentOf(
  { _index, _id, _source }: estypes.SearchHit<object>,
  cluster: string
): StoredDocument[] {
  if (_source === undefined) return [];
  const id = createHash('sha256')
    .update(JSON.stringify([cluster, _index, _id]))
    .digest('base64url');
  return [{ id, document: _source }];
}
