import { parseCombined } from './combined_format';
import { type LineParser } from './parse_result';

/** The formats of access logs that can be read, by the names they are asked for with. */
export const logFormats: ReadonlyMap<string, LineParser> = new Map([['combined', parseCombined]]);
