import type { estypes } from '@elastic/elasticsearch';

import { badRequest } from './saved_object_error';

type Query = estypes.QueryDslQueryContainer;

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[():]|[^\s():"]+)/y;

const BOUNDS = new Map([
  ['>=', 'gte'],
  ['>', 'gt'],
  ['<=', 'lte'],
  ['<', 'lt'],
]);

/**
 * The query of a filter for saved objects. Of KQL it knows `type.attributes.field: value`, quoted or
 * not, `type.attributes.field >= value` (and `<`, `>`, `<=`), joined by `and`, `or`, `not` and parentheses.
 * @throws SavedObjectError 400 for anything else
 */
export function filterToQuery(filter: string, type: string): Query {
  const tokens = tokenize(filter);
  let position = 0;
  const fail = (): never => {
    throw badRequest(
      `The filter "${filter}" is not understood near "${tokens[position] ?? 'its end'}": use ${type}.attributes.<field>: "<value>" with and, or, not and parentheses`
    );
  };
  const take = (expected?: string): string => {
    const token = tokens[position];
    if (token === undefined || (expected !== undefined && token !== expected)) return fail();
    position++;
    return token;
  };
  const isWord = (word: string) => tokens[position]?.toLowerCase() === word;

  const either = (): Query => {
    const should = [every()];
    while (isWord('or')) {
      take();
      should.push(every());
    }
    return should.length === 1 ? should[0] : { bool: { should, minimum_should_match: 1 } };
  };
  const every = (): Query => {
    const filters = [single()];
    while (isWord('and')) {
      take();
      filters.push(single());
    }
    return filters.length === 1 ? filters[0] : { bool: { filter: filters } };
  };
  const single = (): Query => {
    if (isWord('not')) {
      take();
      return { bool: { must_not: [single()] } };
    }
    if (tokens[position] === '(') {
      take('(');
      const inner = either();
      take(')');
      return inner;
    }
    const prefix = `${type}.attributes.`;
    if (!tokens[position]?.startsWith(prefix)) return fail();
    const field = `${type}.${take().slice(prefix.length)}`;
    const bound = BOUNDS.get(tokens[position] ?? '');
    take(bound ? undefined : ':');
    const value = take();
    if (/^[():]$/.test(value)) return fail();
    const isQuoted = value.startsWith('"');
    const plain = isQuoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
    if (bound) return { range: { [field]: { [bound]: plain } } };
    if (value === '*') return { exists: { field } };
    return isQuoted ? { match_phrase: { [field]: plain } } : { match: { [field]: plain } };
  };

  const query = either();
  return position < tokens.length ? fail() : query;
}

function tokenize(filter: string): string[] {
  const tokens: string[] = [];
  const text = filter.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw badRequest(`The filter "${filter}" has an open quote at character ${at + 1}`);
    tokens.push(match[1]);
  }
  return tokens;
}
