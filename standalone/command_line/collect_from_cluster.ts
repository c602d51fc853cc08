import { type estypes } from '@elastic/elasticsearch';

import { CheckpointFile } from './checkpoint_file';
import { collectCluster, type ClusterSummary } from './collect_cluster';
import { type CollectOptions } from './collect';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connect, findAddress } from './connection';
import { formatRefused, loadRows } from './load_summary';
import { findSourceCluster } from './source_cluster';
import { formatCount, formatRows } from './text_format';
import { readLength, readTime } from './time_argument';

/** Reads the logs of another Elasticsearch, as the options of `collect` say. */
export async function collectFromCluster(
  options: CollectOptions,
  context: CommandContext
): Promise<void> {
  for (const [given, option] of [
    [options.follow, '--follow'],
    [options.map, '--map'],
    [options.service, '--service'],
    [options.rejects, '--rejects'],
  ] as const) {
    if (given !== undefined) {
      throw new CommandError(
        `${option} is for files: documents of another Elasticsearch are taken as they are. Repeat the command for what is new.`
      );
    }
  }
  const { index, timeField } = options;
  const query = readQuery(options.query);
  const since =
    options.since === undefined
      ? undefined
      : readTime(options.since, '--since', context.now()).toISOString();
  const overlapMs = readLength(options.overlap, '--overlap');
  const target = findAddress(options.es, context.environment);
  const source = await findSourceCluster(options, context);
  if (source.url === target.url && options.fromIndex === index) {
    throw new CommandError(
      `"${index}" of ${target.url} cannot be collected into itself: give --index another name.`
    );
  }
  const name = options.sourceName ?? new URL(source.url).host;
  const of = JSON.stringify([name, options.fromIndex, options.query ?? '', target.url, index]);
  const checkpoint = new CheckpointFile(
    options.checkpoint ?? CheckpointFile.usual(of, context.environment),
    of
  );
  const clients = { source: connect(source, options.ca), target: connect(target, options.esCa) };
  try {
    const collected = await collectCluster(
      {
        client: clients.source,
        url: source.url,
        name,
        index: options.fromIndex,
        timeField,
        query,
        since,
        overlapMs,
      },
      { client: clients.target, url: target.url, index },
      checkpoint,
      context.stderr
    );
    const summary = {
      fromIndex: options.fromIndex,
      source: source.url,
      index,
      elasticsearch: target.url,
      checkpoint: checkpoint.file,
      ...collected,
    };
    context.stdout.write(
      options.json
        ? `${JSON.stringify(summary)}\n`
        : `${options.fromIndex} at ${source.url} into ${index} at ${target.url}:\n${formatSummary(collected)}`
    );
    if (collected.read > 0 && collected.created + collected.alreadyThere === 0) {
      throw new CommandError(
        'Nothing was collected: none of the documents could be written; see the reasons above.'
      );
    }
  } finally {
    await Promise.all([clients.source.close(), clients.target.close()]);
  }
}

/** A query in Lucene's syntax, or one of the Query DSL where it begins with a brace; without one all. */
function readQuery(text: string | undefined): estypes.QueryDslQueryContainer {
  if (text === undefined) return { match_all: {} };
  if (!text.trimStart().startsWith('{')) return { query_string: { query: text } };
  try {
    return JSON.parse(text) as estypes.QueryDslQueryContainer;
  } catch (error) {
    throw new CommandError(
      `--query begins with a brace and is no JSON (${(error as Error).message}): give a query of the Query DSL, or one such as "service.name:shop AND http.response.status_code:[500 TO 599]".`
    );
  }
}

function formatSummary(summary: ClusterSummary): string {
  return [
    formatRows([
      ['documents read', formatCount(summary.read)],
      ...loadRows(summary),
      ...(summary.withoutSource > 0
        ? ([['without a source to copy', formatCount(summary.withoutSource)]] as const)
        : []),
      ...(summary.to
        ? ([['time', `${summary.from ?? 'the beginning'} to ${summary.to}`]] as const)
        : []),
    ]),
    formatRefused(summary),
  ].join('');
}
