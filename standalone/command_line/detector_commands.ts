import { Option, type Command } from 'commander';

import { scoringModels } from '../../common/run';
import { severityBands } from '../../common/severity';
import { all, type AllOptions } from './all';
import { type CommandContext } from './command_context';
import { DEFAULT_KIBANA_URL, type KibanaOptions } from './kibana_connection';
import { logFormats } from './log_formats';
import { monitor, type MonitorOptions } from './monitor';
import { type ReportOptions } from './report';
import { runRange, type RunRangeOptions } from './run_range';
import { status } from './status';
import { uninstall, type UninstallOptions } from './uninstall';
import { addTransferCommands } from './transfer_commands';

type OptionText = readonly [flags: string, description: string];

const CREDENTIALS = `
Secrets come from the environment - KIBANA_PASSWORD with KIBANA_USERNAME, or KIBANA_API_KEY - or are asked for on the
terminal. They are never shown.`;

const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  anomaly-detector ${line}\n`).join('')}`;

const DETECTOR_OPTION = [
  '--detector <name or id>',
  'which detector (default: the only one there is)',
] as const;

/** Adds the commands that speak to Kibana, or to the standalone host, which is the same to them. */
export function addDetectorCommands(
  program: Command,
  context: CommandContext,
  { es, json, exitCodes }: { es: OptionText; json: OptionText; exitCodes: string }
): void {
  const addCommandTo = (parent: Command, name: string, description: string, help: string) =>
    parent
      .command(name)
      .description(description)
      .option(
        '--url <url>',
        `address of Kibana or of the standalone host (default: KIBANA_URL, else ${DEFAULT_KIBANA_URL})`
      )
      .option('--username <name>', 'user of Kibana (default: KIBANA_USERNAME, else nobody)')
      .option('--api-key', 'sign in with an API key: that of KIBANA_API_KEY, or asked for')
      .option('--space <id>', 'space of Kibana (default: the default one)')
      .option(...json)
      .addHelpText('after', `${help}${CREDENTIALS}\n${exitCodes}`);
  const addCommand = (name: string, description: string, help: string) =>
    addCommandTo(program, name, description, help);

  for (const [kind, description, usual, ownOptions] of [
    [
      'train',
      'Train a detector on a past range, and wait for the model.',
      "the detector's training window",
      [],
    ],
    [
      'score',
      'Score a past range with a detector, training it first where it has no model.',
      'a day',
      [
        new Option(
          '--models <which>',
          'daily: each day with a model that learned from the days before it alone; active: all with the present model, which may have seen it (default: daily from a week on)'
        ).choices(scoringModels),
      ],
    ],
  ] as const) {
    const command = addCommand(
      kind,
      `${description} Ctrl-C cancels it.`,
      examples(
        `${kind} --detector "API logs" --from now-28d`,
        `${kind} --from 2026-03-01T00:00:00Z --to 2026-03-14T00:00:00Z --json`
      )
    )
      .option(...DETECTOR_OPTION)
      .option(
        '--from <time>',
        `beginning, such as now-7d or 2026-03-01T00:00:00Z (default: ${usual} before the end)`
      )
      .option('--to <time>', 'end', 'now')
      .action((options: RunRangeOptions) => runRange(kind, options, context));
    ownOptions.forEach((option) => command.addOption(option));
  }

  addCommand(
    'monitor',
    'Print anomalies as they are found, until Ctrl-C.',
    examples(
      'monitor --severity major',
      'monitor --from now-1d --until-n 10 --json',
      'monitor --severity major --webhook env:SLACK_WEBHOOK'
    )
  )
    .option(DETECTOR_OPTION[0], 'which detector (default: all of the space)')
    .option(
      '--severity <name>',
      `the least severe to print: ${severityBands.map(({ severity }) => severity).join(', ')}`,
      'warning'
    )
    .option('--from <time>', 'print what was found from then on first (default: only what is new)')
    .option('--for <length>', 'end after so long, such as 90s or 2h')
    .option('--until-n <number>', 'end after so many anomalies')
    .option(
      '--webhook <url>',
      'post one message for each incident, and one when it is over, instead of printing; env:NAME takes the address from the environment, ANOMALY_DETECTOR_WEBHOOK_AUTHORIZATION is sent as the header'
    )
    .option('--exec <command>', 'run a command for each such message, which is its standard input')
    .option(
      '--state <file>',
      'where what was told is kept, so that nothing is told twice (default: ~/.anomaly-detector/monitor.json)'
    )
    .action((options: MonitorOptions) => monitor(options, context));

  addCommand(
    'status',
    'Show every detector: its state, model, last scoring, and anomalies of the last 24 hours.',
    examples('status', 'status --space team-a --json')
  ).action((options: KibanaOptions) => status(options, context));

  addCommand(
    'uninstall',
    'Remove the rules, dashboard panels and detectors of a space before the plugin is removed: Kibana could not read them without it. Repeat it for each space.',
    examples('uninstall --yes', 'uninstall --space team-a --yes --delete-records')
  )
    .option('--yes', 'do it; without it is only said what is there')
    .option('--delete-records', 'delete the anomalies that were found, too')
    .option(
      '--delete-alerts',
      'delete the indices that hold the alerts of the rules, too, as far as you may'
    )
    .action((options: UninstallOptions) => uninstall(options, context));

  addCommand(
    'report',
    'Write a page and pictures of what a detector found: anomalies per service and over time, the signals, the scores of the model.',
    examples('report --out report', 'report --detector "API logs" --from now-30d --out july --json')
  )
    .option(...DETECTOR_OPTION)
    .requiredOption('--out <folder>', 'where to write report.html and the pictures')
    .option('--from <time>', 'beginning', 'now-7d')
    .option('--to <time>', 'end', 'now')
    .action(async (options: ReportOptions) => {
      // What draws is loaded only when it is wanted.
      const { report } = await import('./report');
      await report(options, context);
    });

  addCommand(
    'all',
    'From a log file to its anomalies: collect it, find or create the detector of its index, score the time it covers, show the worst, and report.',
    examples(
      'all --file access.log --format combined --service shop --index api-logs-shop',
      'all --file access.log --service shop --index api-logs-shop --report shop-report'
    )
  )
    .requiredOption('--file <path>', 'a log, also one packed with gzip; - for a pipe')
    .option(
      '--format <name>',
      `format of the log: ${[...logFormats.keys()].join(', ')}`,
      'combined'
    )
    .requiredOption('--service <name>', 'the service whose log it is')
    .option(
      '--map <field=source...>',
      'where a field is found in a JSON line, such as service.name=app or event.duration=took:ms'
    )
    .requiredOption('--index <name>', 'index to write to, created if missing')
    .option(...es)
    .option('--es-ca <path>', 'authority that signed the certificate of --es, in PEM')
    .option('--report <folder>', 'write a page and pictures of what was found into this folder')
    .option(
      '--detector <name or id>',
      'which detector (default: that of the index, else a new one of the name of the service)'
    )
    .action((options: AllOptions) => all(options, context));

  addTransferCommands(program, context, addCommandTo);
}
