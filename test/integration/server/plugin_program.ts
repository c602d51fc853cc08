/** A program: the plugin in a host that says on stdout where it listens, and runs until it is killed. */
import { createConsoleLogger } from '../../../standalone/host/console_logger';
import { startPluginHost } from './plugin_host';

const [elasticsearchUrl, dataDir, indexPrefix] = process.argv.slice(2);

async function main() {
  const host = await startPluginHost(
    { dataDir, indexPrefix },
    { elasticsearchUrl, logger: createConsoleLogger('host', false) }
  );
  process.stdout.write(`listens at ${host.url}\n`);
}

void main();
