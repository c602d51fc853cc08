import { type Client, errors, type estypes } from '@elastic/elasticsearch';

import { LOG_MAPPING } from '../../server/traffic/log_mapping';
import { CommandError } from './command_error';

const keyword = { type: 'keyword', ignore_above: 1024 } as const;

/** For documents of any fields: text is kept to be grouped and filtered, and addresses are addresses. */
export const COPIED_MAPPING: estypes.MappingTypeMapping = {
  dynamic_templates: [
    {
      addresses: {
        match_mapping_type: 'string',
        path_match: '*.ip',
        mapping: { type: 'ip', ignore_malformed: true },
      },
    },
    { text: { match_mapping_type: 'string', mapping: keyword } },
  ],
  properties: { '@timestamp': { type: 'date' } },
};

/**
 * Checks a name by the rules of Elasticsearch.
 * @throws CommandError
 */
export function requireIndexName(name: string): void {
  const fault = [
    [name === '', 'it is empty'],
    [name !== name.toLowerCase(), 'it has upper-case letters'],
    [/[\\/*?"<>|\s,#:]/.test(name), 'it has a space or one of \\ / * ? " < > | , # :'],
    [/^[-_+.]/.test(name), 'its first character is one of . - _ +'],
    [Buffer.byteLength(name) > 255, 'it is longer than 255 bytes'],
  ].find(([holds]) => holds)?.[1];
  if (fault) {
    throw new CommandError(
      `"${name}" is no name for an index of logs: ${String(fault)}. Give one such as "api-logs-shop".`
    );
  }
}

/**
 * Creates the index `name` with the mapping of logs, unless there is an index, alias or data stream of that name.
 * @returns whether it was created
 */
export async function ensureLogIndex(
  client: Client,
  name: string,
  mappings: estypes.MappingTypeMapping = LOG_MAPPING
): Promise<boolean> {
  if (await client.indices.exists({ index: name })) return false;
  try {
    await client.indices.create({
      index: name,
      settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
      mappings,
    });
    return true;
  } catch (error) {
    // Someone else was faster.
    if (
      error instanceof errors.ResponseError &&
      error.message.includes('resource_already_exists_exception')
    ) {
      return false;
    }
    throw error;
  }
}
