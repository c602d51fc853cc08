import { parseCombined } from './combined_format';
import { CommandError } from './command_error';
import { type FieldMap } from './field_map';
import { jsonParser } from './json_format';
import { type LineParser } from './parse_result';

interface LogFormat {
  /** Makes what reads a line, with what was said of the fields. */
  parser: (fields: FieldMap) => LineParser;
  /** Whether a line may name its service and have its fields mapped. */
  hasFields: boolean;
}

/** The formats of access logs that can be read, by the names they are asked for with. */
export const logFormats: ReadonlyMap<string, LogFormat> = new Map<string, LogFormat>([
  ['combined', { parser: () => parseCombined, hasFields: false }],
  ['json', { parser: (fields) => jsonParser(fields, 'json.access'), hasFields: true }],
  ['nginx-json', { parser: (fields) => jsonParser(fields, 'nginx.access'), hasFields: true }],
]);

/** How a log is to be read. */
export interface LogReading {
  format: string;
  /** whose log it is; needed where lines do not say it */
  service?: string;
  fields?: FieldMap;
}

/** @throws CommandError when no such format can be read, or it needs a service, or has no fields */
export function requireParser({ format, service, fields = new Map() }: LogReading): LineParser {
  const known = logFormats.get(format);
  if (!known) {
    throw new CommandError(
      `"${format}" is no format that can be read; known are: ${[...logFormats.keys()].join(', ')}.`
    );
  }
  if (!known.hasFields && fields.size > 0) {
    throw new CommandError(
      `--map is for formats whose lines have named fields; those of "${format}" have none.`
    );
  }
  if (service === undefined && !known.hasFields) {
    throw new CommandError(
      `Lines of the format "${format}" do not name their service: give --service a name.`
    );
  }
  if (service?.trim() === '') {
    throw new CommandError('The name of the service is empty: give --service a name.');
  }
  return known.parser(fields);
}
