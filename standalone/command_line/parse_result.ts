import { type LogDocument } from '../../server/traffic/log_document';

/** A line of a log, or why it is none, in words. */
export type ParseResult = { ok: true; document: LogDocument } | { ok: false; reason: string };

/** Reads one line of a log of `service`, without its line break. */
export type LineParser = (line: string, service: string) => ParseResult;
