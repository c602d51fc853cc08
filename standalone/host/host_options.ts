import { join } from 'node:path';

import { Command, InvalidArgumentError } from 'commander';

import { cacheFolder } from '../elasticsearch/cache_folder';

export interface CommandLineOptions {
  port: number;
  /** Of Elasticsearch; 0 takes a free one. */
  esPort: number;
  data: string;
  open: boolean;
  /** Whether to load something to look at. */
  samples: boolean;
  verbose: boolean;
}

function portNumber(given: string): number {
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535) {
    throw new InvalidArgumentError('Give a whole number from 0 to 65535; 0 takes a free port.');
  }
  return port;
}

/** Reads the command line of the host; ends the process with a message when it is wrong. */
export function readCommandLine(argv: string[]): CommandLineOptions {
  return new Command('npm start --')
    .description('Shows the Anomaly Detector without Kibana, for trying and testing.')
    .option('--port <port>', 'port of the page, on 127.0.0.1', portNumber, 5680)
    .option('--es-port <port>', 'port of Elasticsearch; 0 takes a free one', portNumber, 0)
    .option('--data <dir>', 'where everything is kept', join(cacheFolder(process.env), 'data'))
    .option('--no-open', 'do not open a browser')
    .option('--no-samples', 'load neither generated traffic nor the sample log')
    .option('--verbose', 'write debug lines to the log', false)
    .addHelpText(
      'after',
      `
  --kibana          start a real Kibana with the plugin instead: that of KIBANA_HOME on the
                    Elasticsearch of ES_HOME, or both from the cache (npm start -- --kibana)

Elasticsearch is that of ELASTICSEARCH_URL, else one started from ES_HOME, else the small
official distribution, which is fetched once through Maven.

Examples:
  npm start
  npm start -- --port 8080 --data ./data --no-open`
    )
    .parse(argv)
    .opts<CommandLineOptions>();
}
