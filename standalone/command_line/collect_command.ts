import { Option, type Command } from 'commander';

import { collect, type CollectOptions } from './collect';
import { type CommandContext } from './command_context';
import { logFormats } from './log_formats';

type OptionText = readonly [flags: string, description: string];

const HELP = `
Formats:
  combined    the combined log format of Apache and nginx
  json        JSON lines; fields are found under the names that loggers use for them, or where --map says
  nginx-json  the same, of nginx's own variables

Examples:
  anomaly-detector collect --file access.log.2.gz --service shop --index api-logs-shop
  anomaly-detector collect --file access.log --follow --service shop --index api-logs-shop
  kubectl logs deploy/shop | anomaly-detector collect --file - --format json --map event.duration=took:ms --index api-logs-shop
  anomaly-detector collect --from https://central.example:9200 --ca ca.pem --from-username reader --since now-7d --index api-logs-central
  anomaly-detector collect --cloud-id "shop:ZXhhbXBsZS5jb20kYWJjJGRlZg==" --from-api-key --query "service.name:shop" --index api-logs-cloud

Secrets come from the environment, or are asked for on the terminal; they are never shown.
  where logs are written: ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY
  where they are read:    SOURCE_USERNAME and SOURCE_PASSWORD, or SOURCE_API_KEY`;

/** Adds the command that puts logs into an index. */
export function addCollectCommand(
  program: Command,
  context: CommandContext,
  { es, json, exitCodes }: { es: OptionText; json: OptionText; exitCodes: string }
): void {
  program
    .command('collect')
    .description(
      'Read logs from a file, a pipe or another Elasticsearch into an index. Repeated or cut off and repeated, it writes only what is new: lines are told apart by their text and their occurrence, documents by their index and id.'
    )
    .option('--file <path>', 'a log, also one packed with gzip; - for a pipe')
    .option(
      '--format <name>',
      `format of the log: ${[...logFormats.keys()].join(', ')}`,
      'combined'
    )
    .option('--service <name>', 'the service whose log it is, where its lines do not say it')
    .option(
      '--map <field=source...>',
      'where a field is found in a JSON line, such as service.name=app or event.duration=took:ms'
    )
    .option('--follow', 'go on with what is appended to the file, also after it was rotated')
    .option(
      '--rejects <path>',
      'write every rejected line to this file, with the reason, as JSON lines'
    )
    .option('--from <url>', 'another Elasticsearch to read from')
    .option('--cloud-id <id>', 'the same, in Elastic Cloud')
    .option('--ca <path>', 'authority that signed its certificate, in PEM')
    .option('--from-username <name>', 'user there (default: SOURCE_USERNAME, else nobody)')
    .option('--from-api-key', 'sign in there with an API key: that of SOURCE_API_KEY, or asked for')
    .option('--from-index <pattern>', 'what to read there', 'api-logs-*')
    .option('--query <query>', "which documents, in Lucene's syntax or as JSON of the Query DSL")
    .option('--since <time>', 'nothing older, such as now-7d (default: all)')
    .option('--time-field <name>', 'which field holds their time', '@timestamp')
    .option(
      '--overlap <length>',
      'how late documents may come: so much before the last one is read again',
      '10m'
    )
    .option('--checkpoint <path>', 'where is kept how far it came (default: a file of its own)')
    .option(
      '--source-name <name>',
      "stands for that Elasticsearch in the documents' ids (default: its host): keep it when the address changes"
    )
    .option('--index <name>', 'index to write to, created if missing', 'api-logs-apache')
    .option(...es)
    .option('--es-ca <path>', 'authority that signed the certificate of --es, in PEM')
    .addOption(new Option(...json))
    .addHelpText('after', `${HELP}\n${exitCodes}`)
    .action((options: CollectOptions) => collect(options, context));
}
