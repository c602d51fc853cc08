import { writeReport } from '../report/write_report';
import { formatAnomaly } from './anomaly_text';
import { chooseDetector } from './choose_detector';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { describeReportFailure, requireReportFolder } from './report_folder';
import { formatCount } from './text_format';
import { readTime } from './time_argument';

export interface ReportOptions extends KibanaOptions {
  detector?: string;
  out: string;
  from: string;
  to: string;
}

/** How many of the anomalies are shown. */
const SHOWN = 5;

/**
 * Writes a page and pictures of what a detector found.
 * @throws CommandError or KibanaApiError
 */
export async function report(options: ReportOptions, context: CommandContext): Promise<void> {
  const { now, stdout } = context;
  const [from, to] = [readTime(options.from, '--from', now()), readTime(options.to, '--to', now())];
  if (from >= to) {
    throw new CommandError(
      `--from (${from.toISOString()}) must be before --to (${to.toISOString()}).`
    );
  }
  const client = await connectToKibana(options, context);
  const detector = await chooseDetector(client, options.detector);
  const range = { from: from.toISOString(), to: to.toISOString() };
  const folder = requireReportFolder(options.out);
  const written = await writeReport(client, detector, range, folder, now()).catch(
    (error: unknown) => {
      throw describeReportFailure(error, folder);
    }
  );
  const worst = written.worst.slice(0, SHOWN);
  if (options.json) {
    stdout.write(
      `${JSON.stringify({ detector: detector.settings.name, ...range, folder, files: written.files, total: written.total, worst })}\n`
    );
    return;
  }
  stdout.write(
    `${detector.settings.name}: ${formatCount(written.total)} anomalies from ${range.from} to ${range.to}.\n`
  );
  worst.forEach((anomaly) => stdout.write(formatAnomaly(anomaly)));
  stdout.write(`Written to ${folder}:\n`);
  written.files.forEach((file) => stdout.write(`  ${file}\n`));
}
