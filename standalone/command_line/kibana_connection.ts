import { DetectorClient } from '../kibana_api/detector_client';
import type { KibanaAddress, KibanaCredentials } from '../kibana_api/kibana_address';
import { KibanaClient } from '../kibana_api/kibana_client';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';

export const DEFAULT_KIBANA_URL = 'http://127.0.0.1:5601';

/** The options of every command that speaks to Kibana. */
export interface KibanaOptions {
  url?: string;
  username?: string;
  /** Whether an API key is to be asked for. */
  apiKey?: boolean;
  space?: string;
  json?: boolean;
}

/**
 * The public API at the address that the options and the environment name. Nothing was asked of it yet.
 * @throws CommandError when the address is none, or a secret is missing and nobody can be asked for it
 */
export async function connectToKibana(
  options: KibanaOptions,
  context: CommandContext
): Promise<DetectorClient> {
  return new DetectorClient(new KibanaClient(await findKibanaAddress(options, context)));
}

/** See `connectToKibana`. */
export async function findKibanaAddress(
  options: KibanaOptions,
  context: CommandContext
): Promise<KibanaAddress> {
  const [text, name] =
    options.url !== undefined
      ? [options.url, '--url']
      : [context.environment.KIBANA_URL || DEFAULT_KIBANA_URL, 'KIBANA_URL'];
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new CommandError(
      `${name} is no address of a Kibana: give one such as "http://127.0.0.1:5601".`
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new CommandError(
      `${name} holds a user or a password, which others could read in the list of processes: give --username, and set KIBANA_PASSWORD or type it when asked.`
    );
  }
  const space = options.space === 'default' ? undefined : options.space;
  if (space !== undefined && !/^[a-z0-9_-]+$/.test(space)) {
    throw new CommandError(
      `--space is "${space}": give the id of a space, of lower-case letters, digits, "_" and "-".`
    );
  }
  return {
    url: `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`,
    space,
    credentials: await findCredentials(options, context),
  };
}

/** What is given on the command line goes before the environment, an API key before a password. */
async function findCredentials(
  options: KibanaOptions,
  { environment, askSecret }: CommandContext
): Promise<KibanaCredentials> {
  const ask = async (question: string, variable: string): Promise<string> => {
    if (!askSecret) {
      throw new CommandError(
        `${variable} is not set, and there is no terminal to ask for it: set it.`
      );
    }
    const answer = await askSecret(question);
    if (answer !== '') return answer;
    throw new CommandError(`Nothing was typed: repeat the command, or set ${variable}.`);
  };
  const { KIBANA_API_KEY, KIBANA_USERNAME, KIBANA_PASSWORD } = environment;
  if (options.apiKey && options.username !== undefined) {
    throw new CommandError('Give either --username or --api-key, not both.');
  }
  if (options.apiKey || (KIBANA_API_KEY && options.username === undefined)) {
    return {
      kind: 'apiKey',
      apiKey: KIBANA_API_KEY || (await ask('API key: ', 'KIBANA_API_KEY')),
    };
  }
  const username = options.username ?? (KIBANA_USERNAME || undefined);
  if (username !== undefined) {
    return {
      kind: 'password',
      username,
      password: KIBANA_PASSWORD || (await ask(`Password of ${username}: `, 'KIBANA_PASSWORD')),
    };
  }
  if (KIBANA_PASSWORD) {
    throw new CommandError(
      'KIBANA_PASSWORD is set, and no user: give --username, or set KIBANA_USERNAME.'
    );
  }
  return { kind: 'none' };
}
