import type { estypes } from '@elastic/elasticsearch';
import * as t from 'io-ts';

import { describedAs } from './json_schema';

/** The most characters of a filter as JSON: it travels in the address. */
const MAX_LENGTH = 8_000;
const MAX_DEPTH = 20;

/**
 * Clauses that filters, KQL and Lucene of a dashboard turn into. What runs scripts, or looks values up in other indices, is
 * not among them.
 */
const LEAVES = new Set([
  'exists',
  'ids',
  'match',
  'match_all',
  'match_none',
  'match_phrase',
  'match_phrase_prefix',
  'multi_match',
  'prefix',
  'query_string',
  'range',
  'regexp',
  'simple_query_string',
  'term',
  'wildcard',
]);
const OCCURRENCES = ['must', 'filter', 'should', 'must_not'];
const BOOL_OPTIONS = ['minimum_should_match', 'boost'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a clause, in words; undefined when nothing is. */
function faultOf(clause: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return `a query of at most ${MAX_DEPTH} levels`;
  if (!isObject(clause) || Object.keys(clause).length !== 1) {
    return 'a query of Elasticsearch, an object with one clause such as {"term":{"entity":"checkout"}}';
  }
  const [[name, body]] = Object.entries(clause);
  if (!isObject(body)) return `a query whose "${name}" is an object`;
  if (LEAVES.has(name)) return undefined;
  if (name === 'terms') {
    return Object.entries(body).every(([key, values]) => key === 'boost' || Array.isArray(values))
      ? undefined
      : 'a query whose "terms" are lists of values';
  }
  if (name === 'constant_score') return faultOf(body.filter, depth + 1);
  if (name === 'nested') return faultOf(body.query, depth + 1);
  if (name !== 'bool') {
    return `a query without "${name}"; known are bool, constant_score, nested, terms, ${[...LEAVES].join(', ')}`;
  }
  for (const [key, clauses] of Object.entries(body)) {
    if (BOOL_OPTIONS.includes(key)) continue;
    if (!OCCURRENCES.includes(key)) return `a query whose "bool" has no "${key}"`;
    for (const inner of Array.isArray(clauses) ? (clauses as unknown[]) : [clauses]) {
      const fault = faultOf(inner, depth + 1);
      if (fault) return fault;
    }
  }
  return undefined;
}

/** A condition on records beside the others, as Elasticsearch's query in JSON: what a dashboard's filters and query amount to. */
export const recordFilter = describedAs(
  new t.Type<estypes.QueryDslQueryContainer, string, unknown>(
    'RecordFilter',
    (value): value is estypes.QueryDslQueryContainer => faultOf(value) === undefined,
    (value, context) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (text.length > MAX_LENGTH) {
        return t.failure(value, context, `a query of at most ${MAX_LENGTH} characters`);
      }
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        return t.failure(value, context, 'a query of Elasticsearch as JSON');
      }
      const fault = faultOf(parsed);
      return fault === undefined
        ? t.success(parsed as estypes.QueryDslQueryContainer)
        : t.failure(value, context, fault);
    },
    (filter) => JSON.stringify(filter)
  ),
  () => ({
    type: 'string',
    contentMediaType: 'application/json',
    maxLength: MAX_LENGTH,
    description: `Must be a query of Elasticsearch as JSON, of bool, constant_score, nested, terms, ${[...LEAVES].join(', ')}.`,
  })
);
