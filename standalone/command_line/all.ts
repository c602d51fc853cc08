import type { Detector } from '../../common/detector';
import type { DetectorClient } from '../kibana_api/detector_client';
import { formatAnomaly } from './anomaly_text';
import { chooseDetector } from './choose_detector';
import { collectLog } from './collect_log';
import { nameOf, requireCollected } from './collected';
import { type CommandContext } from './command_context';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { readFieldMap } from './field_map';
import { requireFile } from './file_lines';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { requireParser } from './log_formats';
import { requireIndexName } from './log_index';
import { describeReportFailure, requireReportFolder } from './report_folder';
import { formatCount } from './text_format';
import { watchRun } from './watch_run';

export interface AllOptions extends KibanaOptions {
  file: string;
  format: string;
  service: string;
  index: string;
  map?: string[];
  es?: string;
  esCa?: string;
  detector?: string;
  report?: string;
}

const SHOWN_ANOMALIES = 10;

/**
 * From a log file to its anomalies: reads it into an index, finds or creates the detector of that index, scores the
 * time that the log covers, and shows the worst. Repeated, it writes nothing twice.
 * @throws CommandError, or KibanaApiError, when a step fails; what was done by then is taken up when it is repeated
 */
export async function all(options: AllOptions, context: CommandContext): Promise<void> {
  const { file, service, index, json } = options;
  const { stdout } = context;
  const parser = requireParser({ ...options, fields: readFieldMap(options.map ?? []) });
  requireIndexName(index);
  requireFile(file);
  const address = findAddress(options.es, context.environment);
  const kibana = await connectToKibana(options, context);
  // Before anything is written: is there a Kibana with the plugin at all?
  await kibana.detectors();
  if (options.report !== undefined) requireReportFolder(options.report);
  const say = (line: string) => {
    if (!json) stdout.write(`${line}\n`);
  };

  const elasticsearch = connect(address, options.esCa);
  const collected = await collectLog(
    elasticsearch,
    { file, service, parser, stdin: context.stdin },
    index,
    context.stderr
  )
    .catch((error: unknown) => {
      throw describeFailure(error, address.url, index);
    })
    .finally(() => elasticsearch.close());
  const covered = requireCollected({ ...collected, file }, options.format);
  say(
    `${nameOf(file)}: ${formatCount(collected.created)} new and ${formatCount(collected.alreadyThere)} known requests in ${index}, ${formatCount(collected.rejected)} lines rejected.`
  );

  const { detector, created } = await findOrCreate(kibana, options);
  say(
    `${created ? 'Created' : 'Using'} the detector "${detector.settings.name}" (${detector.id}).`
  );
  const run = await watchRun(
    kibana,
    await kibana.startRun('score', detector.id, {
      from: covered.from,
      to: new Date(Date.parse(covered.to) + 1).toISOString(),
      models: 'active',
    }),
    context
  );
  say(run.message);
  run.notices.forEach((notice) => say(`  ${notice}`));

  const { total, anomalies } = await kibana.anomalies({
    detectorId: detector.id,
    from: run.from,
    to: run.to,
    sort: 'score',
    size: SHOWN_ANOMALIES,
  });
  const files = await reportOf(kibana, detector.id, run, options, context);
  if (json) {
    const { id, settings } = detector;
    stdout.write(
      `${JSON.stringify({ file, index, collected, detector: { id, name: settings.name, created }, run, total, anomalies, ...(files && { report: files }) })}\n`
    );
    return;
  }
  if (files) say(`Written to ${options.report}: ${files.join(', ')}.`);
  if (total === 0) return;
  say(total > anomalies.length ? `The worst ${anomalies.length} of ${total}:` : 'Worst first:');
  anomalies.forEach((anomaly) => stdout.write(formatAnomaly(anomaly)));
}

/** Writes the report where one is wanted; its files. */
async function reportOf(
  kibana: DetectorClient,
  detectorId: string,
  { from, to }: { from: string; to: string },
  options: AllOptions,
  { now }: CommandContext
): Promise<string[] | undefined> {
  if (options.report === undefined) return undefined;
  const detector = await chooseDetector(kibana, detectorId);
  // What draws is loaded only when it is wanted.
  const { writeReport } = await import('../report/write_report');
  const folder = options.report;
  const written = await writeReport(kibana, detector, { from, to }, folder, now()).catch(
    (error: unknown) => {
      throw describeReportFailure(error, folder);
    }
  );
  return written.files;
}

async function findOrCreate(
  client: DetectorClient,
  { detector: nameOrId, index, service }: AllOptions
): Promise<{ detector: Detector; created: boolean }> {
  const detectors = await client.detectors();
  const known = detectors.filter(({ settings }) => settings.indexPattern === index);
  if (nameOrId !== undefined) {
    const meant = detectors.some(
      ({ id, settings }) => id === nameOrId || settings.name === nameOrId
    );
    if (meant) return { detector: await chooseDetector(client, nameOrId), created: false };
  } else if (known.length > 0) {
    return { detector: known[0], created: false };
  }
  const name = nameOrId ?? service;
  return { detector: await client.create({ name, indexPattern: index }), created: true };
}
