import { type ElasticsearchAddress, parseAddress } from '../elasticsearch/address';
import { ElasticsearchLauncherError } from '../elasticsearch/launcher_error';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';

/** How another Elasticsearch is named that logs are read from. */
export interface SourceClusterOptions {
  from?: string;
  cloudId?: string;
  ca?: string;
  fromUsername?: string;
  /** Whether an API key is to be asked for. */
  fromApiKey?: boolean;
}

/**
 * The address of the Elasticsearch that logs are read from, and how to sign in: as the options say, else as SOURCE_API_KEY,
 * or SOURCE_USERNAME and SOURCE_PASSWORD. A secret that is missing is asked for where a person can be asked.
 * @throws CommandError
 */
export async function findSourceCluster(
  options: SourceClusterOptions,
  context: CommandContext
): Promise<ElasticsearchAddress> {
  const url =
    options.cloudId === undefined ? requireUrl(options.from ?? '') : urlOfCloud(options.cloudId);
  if (options.fromUsername !== undefined && options.fromApiKey) {
    throw new CommandError('Give either --from-username or --from-api-key, not both.');
  }
  const { environment } = context;
  if (options.fromApiKey) {
    const apiKey =
      environment.SOURCE_API_KEY ||
      (await ask('API key of the source: ', 'SOURCE_API_KEY', context));
    return { url, credentials: { kind: 'apiKey', apiKey } };
  }
  if (options.fromUsername !== undefined) {
    const password =
      environment.SOURCE_PASSWORD ||
      (await ask(
        `Password of ${options.fromUsername} at the source: `,
        'SOURCE_PASSWORD',
        context
      ));
    return { url, credentials: { kind: 'password', username: options.fromUsername, password } };
  }
  try {
    return parseAddress(url, environment, '--from', 'SOURCE');
  } catch (error) {
    if (error instanceof ElasticsearchLauncherError) throw new CommandError(error.message);
    throw error;
  }
}

function requireUrl(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new CommandError(
      '--from is no address of an Elasticsearch: give one such as "https://central.example:9200".'
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new CommandError(
      '--from holds a user or a password, which others could read in the list of processes: give --from-username, and set SOURCE_PASSWORD or type it when asked.'
    );
  }
  return `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`;
}

/**
 * The address of Elasticsearch that a cloud id holds: a name, a colon, and in Base64 the domain and the ids of
 * Elasticsearch and Kibana, divided by dollar signs.
 */
function urlOfCloud(cloudId: string): string {
  const encoded = cloudId.slice(cloudId.lastIndexOf(':') + 1);
  const [domain = '', elasticsearch = ''] = Buffer.from(encoded, 'base64')
    .toString('utf8')
    .split('$');
  const [host, port] = domain.split(':');
  const url = `https://${elasticsearch}.${host}${port === undefined || port === '443' ? '' : `:${port}`}`;
  if (!/^[\w.-]+\.[\w-]+$/.test(host) || !/^[\w-]+$/.test(elasticsearch) || !URL.canParse(url)) {
    throw new CommandError(
      '--cloud-id is no id of a deployment in Elastic Cloud: copy it from the page of the deployment, with its name and colon.'
    );
  }
  return url;
}

async function ask(
  question: string,
  variable: string,
  { askSecret }: CommandContext
): Promise<string> {
  if (!askSecret) {
    throw new CommandError(
      `${variable} is not set, and there is no terminal to ask for it: set it.`
    );
  }
  const answer = await askSecret(question);
  if (answer !== '') return answer;
  throw new CommandError(`Nothing was typed: repeat the command, or set ${variable}.`);
}
